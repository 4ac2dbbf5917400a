"""Charts on the screen: a figure of ``desktop/drawing`` with mouse, keyboard, what is read out, and saving."""
