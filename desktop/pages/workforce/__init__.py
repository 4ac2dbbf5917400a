"""The workforce page: how many people events are about, by period, organization and anything else.

A question of :mod:`db.figures` in, its figure, its table and the rows behind each of its cells out.
"""
