"""One typed line to the fields of an event: what was understood, what was not, and what is to be checked."""
