"""What the facts of a file come to beside what the ledger has, and writing that: events, claims, lists, fields.

The only room of an import that adds to the tables, exports of ours aside. Imports rows, matching, tables and store.
"""
