"""One drawing: what a figure consists of, and the one painter that puts it on the screen and on paper.

A figure is composed once from a series (``compose/``) as marks without Qt (:mod:`marks`, :mod:`figure`), laid out for a
width (:mod:`layout`) and painted (:mod:`painter`) by ``desktop/charts`` and ``desktop/pdf`` alike. Sizes are points of
the reader, never data.
"""
