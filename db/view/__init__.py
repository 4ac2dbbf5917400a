"""The ledger under one scope, as known at one operation: what every page, export, figure and print reads.

Frozen. Composes the reads of tables, findings and history with the pure analysis; knows no file format and no face.
"""
