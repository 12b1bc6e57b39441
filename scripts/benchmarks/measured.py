"""How a measurement is written down."""

from __future__ import annotations

import json
from typing import Any

from scripts.places import RESULTS


def keep(found: dict[str, Any], name: str) -> None:
    """Write what was measured to results/<name>.json, to three decimals, and print it."""
    told = {k: round(v, 3) if isinstance(v, float) else v for k, v in found.items()}
    text = json.dumps(told, indent=1)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(text)
