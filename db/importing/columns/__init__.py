"""What the columns of a table mean: from the words of its header and from everything that stands in them.

Asks the parsers of cells, not patterns of its own. Imports cells, the file's rows, reading and model.
"""
