"""What differs between two moments of a ledger, the list of its operations, and taking one back later.

Imports tables, store and model.
"""
