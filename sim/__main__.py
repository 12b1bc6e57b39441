"""``python -m sim`` is ``tarpeia``."""

import sys

if __name__ == "__main__":
    try:
        from sim.cli.main import main
    except KeyboardInterrupt:
        sys.exit(130)
    main()
