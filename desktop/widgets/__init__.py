"""Small widgets that pages, dialogs and the inspector share, and the questions a person is asked.

A widget that one page alone uses lives with that page. Imports look, wording and session.
"""
