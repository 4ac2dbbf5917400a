"""The questions that are asked of a ledger, one module each, and their register.

A question takes a view and what was asked, and gives an answer of cells: the same for every page, print and file.
"""
