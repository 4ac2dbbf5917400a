"""Records that are one are merged, a person is erased, and what a deletion would change is told before.

Each is one operation. Imports tables, store, analysis and model.
"""
