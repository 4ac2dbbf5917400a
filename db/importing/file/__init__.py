"""The file itself: from its bytes, text or workbook, packed or not, to rows of text, and what was corrected in them.

Knows nothing of what columns mean. Imports reading, model and errors, and of the store only how ours are written.
"""
