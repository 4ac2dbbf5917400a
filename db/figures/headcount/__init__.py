"""Questions about the headcount of one organization: from one level to another, and what left of it."""
