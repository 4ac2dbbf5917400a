"""What people write, to values: dates, quantities, names in texts, and (in ``quick``) a whole event in one line.

Pure: text in, values of ``db.model`` out. Imports the model alone.
"""
