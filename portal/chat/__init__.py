"""The conversation on Zalo: one module per command; the router picks one and queues the answer."""
