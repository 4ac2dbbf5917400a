"""Every command as data, and the actions, menus and shortcuts made of that table.

What a command does is the business of ``desktop.actions``. Imports look and wording.
"""
