"""Pure functions from records and a scope to frozen series. No I/O, no clock."""
