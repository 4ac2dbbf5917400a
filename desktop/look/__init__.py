"""Colors, symbols, the style of the platform, and the one door for texts of users into widgets.

Imports assets alone.
"""
