"""The form: an event with its claims, decisions and parts as fields; texts and their echoes, nothing loaded or saved.

Imports the pieces, entry, wording, widgets and look.
"""
