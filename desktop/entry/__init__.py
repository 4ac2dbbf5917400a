"""What is typed into the form: read, echoed, looked up, drafted, and asked of the ledger.

No Qt. Imports wording and ``db``.
"""
