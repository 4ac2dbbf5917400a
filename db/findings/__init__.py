"""Which rows of a ledger to judge, what was found, and following a change set without looking at everything again.

The judgements themselves are pure and live in ``db.analysis.findings``.
"""
