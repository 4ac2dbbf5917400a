"""The pages of the window: one scope, a chart and/or a table each."""
