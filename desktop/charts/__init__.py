"""Charts: they draw series and compute nothing."""
