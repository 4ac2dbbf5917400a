"""The import in four steps: file, columns, check, import.

Shows what ``db.importing`` found and hands back what was chosen.
"""
