"""Figures of many events: the facts in memory, which of them count, and their sums by period and group.

Pure. Needs numpy, which is loaded with the first figure and not before.
"""
