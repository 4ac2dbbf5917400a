"""A whole ledger as a data package: how it is laid out, writing one, and taking one into a ledger.

Imports store and history; knows tables and columns only as the schema tells them, so that new ones come along.
"""
