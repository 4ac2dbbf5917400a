"""Whether a ledger is what was written into it: its pages, its rows, what they say, and what follows from them.

Reads only. Imports tables, store, analysis, reading and model.
"""
