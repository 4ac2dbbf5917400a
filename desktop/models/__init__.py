"""Table models: they hold and format, they never query or sort."""
