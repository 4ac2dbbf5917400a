"""The words and rules behind ``db.reading.dates``; loaded with the first text that needs them."""
