"""Headcount over time from reported levels and changes: evidence, best, band, and who belongs to whom.

Pure. The formulas are those of DESIGN and METRICS, named where they are used.
"""
