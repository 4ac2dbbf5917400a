"""Every command of the window, as data, and what carries the commands out."""
