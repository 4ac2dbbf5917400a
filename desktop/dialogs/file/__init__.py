"""Dialogs about the file as a whole: exporting, printing, going back to a backup, what two files differ in.

Imports widgets, session, operations, pdf and wording; no dialog of another room.
"""
