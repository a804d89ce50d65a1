"""The administration pages: for those who hold the post of administrator today, in their own province alone."""
