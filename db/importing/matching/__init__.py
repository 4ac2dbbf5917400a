"""Which row is which: a file that comes again, corrected rows, and rows that say nothing new.

Works on what files said, not on events as they are now: an event that somebody corrected or deleted stays so.
``statement`` is pure; ``said`` reads what earlier files said; ``editions`` tells which data set a file
is an edition of; ``pairing`` finds the earlier row of each row; ``matcher`` puts it together.
"""
