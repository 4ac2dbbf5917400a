"""The inspector, where an event is entered and corrected; its widget is ``inspector.Inspector``.

What is shown, saved and passed from one to the next is here; what one sees is in ``panel``, ``form`` and ``pieces``.
"""
