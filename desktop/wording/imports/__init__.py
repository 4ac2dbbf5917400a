"""What an import asks and tells: meanings of columns, how a file is written, what became of rows, cells and pairs.

Imports codes, formatting and what is below them, and what ``db.importing`` gives.
"""
