"""The window around the pages: navigation, scope bar, search, status line, panes.

Makes pages, inspector and dialogs when they are first shown. Imports every room below it.
"""
