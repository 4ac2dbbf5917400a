"""The open ledger as the window sees it: scope, selection, settings, and the threads that read and write.

The one place that knows threads. Imports wording and ``db``.
"""
