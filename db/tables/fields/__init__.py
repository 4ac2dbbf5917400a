"""Fields of one's own: their choices, their values, and both as conditions on events.

Imports the file, what its tables share, and the model.
"""
