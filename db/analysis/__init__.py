"""Claims to values, events to series: pure functions from records to frozen results.

No SQL, no clock, no files. Imports model and reading alone.
"""
