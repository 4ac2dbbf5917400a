"""Codes and values of ``db`` in words, in the language of the reader; numbers, dates, moments and periods.

No Qt: the command line and the print say the same. Imports ``db`` alone.
"""
