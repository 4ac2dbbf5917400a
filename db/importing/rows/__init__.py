"""From rows to facts, under a plan: events, levels, rosters, and rows that are none of the table or say a thing twice.

Of the ledger it knows nothing. Imports the plan, columns, cells and the file.
"""
