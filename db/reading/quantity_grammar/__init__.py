"""The words and rules behind ``db.reading.quantities``."""
