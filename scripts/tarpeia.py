"""Run ``tarpeia`` from a clean clone: ``python3 scripts/tarpeia.py run scenarios/xiaomi-su7.toml``.

The first call makes .venv from requirements/run.lock; later calls start at once. This file is
kept readable for every Python, so that an old one can say what it lacks.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "tarpeia needs Python 3.11 or newer; this is Python %d.%d\n" % tuple(sys.version_info[:2])
    )
    sys.exit(2)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import command

if __name__ == "__main__":
    sys.exit(command.run(sys.argv[1:]))
