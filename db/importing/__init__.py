"""A file of somebody else: bytes, rows, columns, cells, facts, decisions, one operation.

Imports reading, tables, store and model; a step knows only the steps before it.
The rooms are the steps: ``file``, ``cells``, ``columns``, ``matching``, ``own``, ``planning``, ``rows``, ``writing``.
"""
