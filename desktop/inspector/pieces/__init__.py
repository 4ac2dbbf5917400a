"""What the panel and its form are put together from: lines with their fields, suggestions, sections, prompts.

A piece knows nothing of the event it is used for. Imports widgets, entry, wording and look.
"""
