"""What was done, what differs and what would change: steps, their details, two moments, two files, deletions.

Imports the words of records, figures and findings.
"""
