"""The panel around the form: head, foot, quick line, history, what it asks; each part by itself, and ``whole``.

What the parts do together is known one room up. Imports the form, the pieces and the state.
"""
