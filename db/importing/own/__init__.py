"""Our own exports, coming back: recognized by their header, read as they were written, and only what is new is taken.

Imports what the steps of an import do, tables and store.
"""
