"""The file: its schema, opening it safely, migrating, locking, copying and checking it; the one way to write.

Knows rows and versions, not what they mean. Imports the model alone.
"""
