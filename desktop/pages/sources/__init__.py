"""The page of sources, and what several of them have in common.

What only this page uses lives here.
"""
