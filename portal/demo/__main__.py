"""``make demo``: every part of the house in one foreground program."""

import sys

from portal.demo.run import main

sys.exit(main(sys.argv[1:]))
