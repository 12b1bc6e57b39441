"""Where the project lies, and what it writes: worked out here and nowhere else in scripts/.

A program in a folder below puts the project on Python's path first, to find this file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SCENARIOS: Final = ROOT / "scenarios"
DOCS: Final = ROOT / "docs"
RESULTS: Final = ROOT / "results"
FIGURES: Final = RESULTS / "figures"
