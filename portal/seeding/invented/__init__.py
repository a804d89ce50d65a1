"""Names, places and sentences of people who do not exist."""
