"""The first two steps of an import: which file, how it is written, and what its columns mean.

Imports what was chosen, known tables, the work in the background and the widgets that the steps share.
"""
