"""Questions about people: how many, where, why, again and again, and against the years before."""
