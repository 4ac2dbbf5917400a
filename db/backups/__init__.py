"""Rolling backups: when one is due, what they are called, how they are written and checked, which are let go of."""
