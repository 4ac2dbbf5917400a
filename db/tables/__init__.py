"""One module per aggregate; the SQL lives here."""
