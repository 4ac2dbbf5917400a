"""The face of Headwater: window, pages, charts, PDF, background work, settings, command line.

Everything that knows Qt is here, and everything that words a text for people. The ledger itself is :mod:`db`, which
this package reaches through ``db.ledger.Ledger`` alone: nothing here touches SQLite.
"""
