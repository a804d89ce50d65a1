"""``make demo``: every part of the house in one foreground program."""
