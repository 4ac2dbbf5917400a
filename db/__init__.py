"""The ledger without a window: storage, undo, import, export, analysis, and what a snapshot contains.

The door is :class:`db.ledger.Ledger`. Nothing in this package imports Qt or ``desktop``.
"""
