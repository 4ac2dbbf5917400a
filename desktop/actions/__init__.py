"""What the commands do: the handlers, each in the module of what it is about.

Imports every room that a command opens; nothing but the program itself imports it.
"""
