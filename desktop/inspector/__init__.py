"""The inspector, where an event is entered and corrected; its widget is ``inspector.Inspector``."""
