"""What pages that answer questions share: views to choose from, a chart with its table, what is behind a figure.

A view reads in the reader's thread and makes of that a :class:`~desktop.pages.answers.shown.Shown`.
"""
