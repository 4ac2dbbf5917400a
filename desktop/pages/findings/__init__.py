"""The page of findings: the list with its reasons, and the events of one finding.

What only this page uses lives here.
"""
