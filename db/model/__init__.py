"""The words of a ledger: values, records, drafts, kinds, scope, intervals.

Frozen and without I/O. Imports nothing but the standard library and itself.
"""
