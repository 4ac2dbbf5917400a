"""What leaves a ledger: what changed, exports as CSV, and what a snapshot prints.

Reads a view. Writes no row.
"""
