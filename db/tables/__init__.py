"""The SQL of a ledger, one module per aggregate, and the scope as a condition (``where``).

Reads give frozen records, writes run in an operation. Imports store, model and the pure analysis.
"""
