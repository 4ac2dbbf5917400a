"""Everything about one organization on one page: what is read, and a file for each section.

The list of organizations shares its levels and nothing else; a section asks for what lies elsewhere over the bus.
"""
