"""The page of imports: data sets with their editions, and what became of the rows of each.

What only this page uses lives here.
"""
