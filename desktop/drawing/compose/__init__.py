"""Series of ``db.analysis`` into figures, one module for each form. No Qt, no ledger: frozen values in, marks out."""
