"""Dialogs about records of the ledger: editing several, merging, an organization's fields, sources, erasing a person.

Imports widgets, session, operations and wording; no dialog of another room.
"""
