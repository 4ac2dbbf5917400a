"""Questions about relationships: who comes, stays and goes, how much hangs on few, and which vendors are in trouble."""
