"""Records of the ledger in words: an event in one line, a relationship by its sides, fields of one's own, any value.

The same wherever a record is told. Imports codes, formatting and what is below them.
"""
