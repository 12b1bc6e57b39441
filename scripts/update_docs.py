"""Write the generated tables into the documents, between their marks.

A table stands between ``<!-- table: NAME -->`` and ``<!-- end -->``. In the project's environment
``python scripts/update_docs.py`` writes; ``--check`` only tells whether anything would change, by
its exit code.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("docs/ODD.md", "README.md")
BLOCK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """Return a document with its tables as the code has them now."""
    from sim.model.tables import TABLES

    def fill(match: re.Match[str]) -> str:
        return f"{match[1]}\n{TABLES[match[2]]().strip()}\n\n{match[3]}"

    return BLOCK.sub(fill, text)


def main() -> int:
    """Write or check all documents."""
    stale = []
    for name in DOCUMENTS:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = filled(text)
        if new != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: tables {'are stale' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
