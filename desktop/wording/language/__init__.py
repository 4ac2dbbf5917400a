"""How a language writes numbers, days and periods, how finely, and what fits in one line; asked for by ``formatting``.

Knows no record and no code of the ledger. Imports ``i18n``, and the values of ``db``.
"""
