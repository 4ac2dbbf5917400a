"""Every write of the window, one module per aggregate: a function says what is to be written and returns it unrun.

``Session.write`` runs it in the thread that writes. Knows the ledger and what was typed
(``entry``), no widget and no Qt.
"""
