"""The overview: headline figures, latest events, headcounts, findings.

What only this page uses lives here.
"""
