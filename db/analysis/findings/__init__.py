"""What makes a finding: the judgements, each on a few records.

Pure. Which rows to judge is the business of ``db.findings``.
"""
