"""The last step of an import: how far it is, what came of it, and what can be done after it.

Imports the work in the background and the widgets that the steps share.
"""
