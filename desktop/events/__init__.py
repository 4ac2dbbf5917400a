"""The table of events, however many: its columns, model, painter and view.

Used by every page that lists events. Imports look, wording, session and widgets.
"""
