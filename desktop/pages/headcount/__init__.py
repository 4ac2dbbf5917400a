"""The headcount page: one organization over time, several beside each other, bridges, who came and left, turnover."""
