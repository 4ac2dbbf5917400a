"""A damaged ledger, as much of it as can be read, into a new file; the old one is never written to.

Reads pages and rows whatever SQLite says of them. Imports curation's neighbors below: checking, tables, store, model.
"""
