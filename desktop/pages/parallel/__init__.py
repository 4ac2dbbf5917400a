"""The page of parallel cases: what followed a like event at several organizations, how soon, and how much."""
