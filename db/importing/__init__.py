"""From the bytes of a CSV file to records and problems, and into the ledger."""
