"""What a cell says: dates, numbers, kinds, names, and everything that stands beside them in one text.

Each distinct text is read once, for the column it stands in. Imports the file's rows, reading and model.
"""
