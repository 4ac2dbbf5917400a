"""How a file will be imported: the plan, what has to be asked for it, and what a mapping keeps of it for the next file.

Nothing here reads a row into facts. Imports columns, cells, the file, what was decided of rows, reading and model.
"""
