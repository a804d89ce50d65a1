"""The look-up page against *the empty house*: the same way in, one raw query, a constant body."""
