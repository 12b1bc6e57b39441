"""Write the generated tables into the documents, between their marks.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``. In the project's environment
``python scripts/update/docs.py`` writes; ``--check`` only tells whether anything would change, by
its exit code.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.marks import filled_by_name
from scripts.places import ROOT

DOCUMENTS = ("docs/ODD.md", "README.md")


def main() -> int:
    """Write or check all documents; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell whether they are current")
    check = parser.parse_args().check
    from sim.model.tables import TABLES

    stale = []
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = filled_by_name(text, "table", lambda name: TABLES[name]())
        if new != text:
            stale.append(name)
            if not check:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: tables {'are stale' if check else 'written'}")
    return 1 if stale and check else 0


if __name__ == "__main__":
    raise SystemExit(main())
