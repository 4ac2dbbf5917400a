"""How long tests wait for what must come: long, since the machine may be busy. Whoever finds it goes on at once."""

#: Seconds until a test gives up.
PATIENCE = 120.0
