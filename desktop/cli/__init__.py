"""The command line: its words, its commands, and what is looked at before a window is opened.

Says in words what ``db`` gives in codes. Imports no widget before a window is asked for.
"""
