"""Rows that may be one with something: both sides beside each other, and what is decided about them.

``sides`` says what both tell, ``model`` lists the pairs, ``panel`` shows one and takes decisions.
"""
