"""Relationships over time: states, active counts, churn, survival, concentration.

Pure; days are inclusive.
"""
