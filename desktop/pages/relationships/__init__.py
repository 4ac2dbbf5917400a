"""The relationships page, what it reads, and its panel that compares before and after an event."""
