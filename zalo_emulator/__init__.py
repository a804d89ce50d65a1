"""A stand-alone server that speaks Zalo's protocol, for demonstrations, tests and benchmarks.

Raw ASGI on uvicorn, because Zalo's header names contain underscores, which web frameworks drop. Imports nothing of
the product. What Zalo does not document is a convention of ours and marked ``CONVENTION``.
"""
