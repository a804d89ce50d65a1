import sys

from portal.demo.run import main

sys.exit(main())
