"""Averages, separation rates and the bridge between two levels.

Pure; every figure is an interval.
"""
