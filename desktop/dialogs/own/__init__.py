"""Dialogs about what users make of their own: event kinds and fields, as a list and one by one.

Imports widgets, session, operations and wording; no dialog of another room.
"""
