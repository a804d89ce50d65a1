"""Who is looking: the scope that PostgreSQL itself enforces on every protected row.

Forced row-level security compares each row with settings of the transaction. Without a scope every protected
table reads as empty and refuses writes, so a view that forgets its filter shows nothing rather than everything.
"""

from foundation.scoping.scope import Scope, citizen, current, enter, reading, staff, system

__all__ = ["Scope", "citizen", "current", "enter", "reading", "staff", "system"]
