"""Dialogs: about the program, the person and a day here; about records, one's own kinds and fields, and files in rooms.

Imports pdf, widgets, session, operations and wording; a page or the frame never.
"""
