"""What charts, tables and questions say: levels, differences, how a figure was worked out, of what, and how sure.

Imports codes, moments, formatting and what is below them.
"""
