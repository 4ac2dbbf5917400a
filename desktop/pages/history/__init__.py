"""The page of history: operations, what each changed, and reverting.

What only this page uses lives here.
"""
