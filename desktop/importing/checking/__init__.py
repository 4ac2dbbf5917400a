"""The third step of an import: what would become of every row, and what can be put right before it.

Imports what was chosen, the rows, the pairs, the work in the background and the widgets that the steps share.
"""
