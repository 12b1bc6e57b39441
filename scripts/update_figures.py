"""Write the figures of the documents, and the table of docs/findings.md.

In the project's environment: ``python scripts/update_figures.py``. README's picture is the overview
of the classroom; the findings compare the Xiaomi case with what was observed, over ten seeds.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(1, 11)
MEANING = {
    "pearson": "correlation of daily attention with daily titles",
    "pearson_log": "the same of log(1 + x)",
    "spearman": "the same of ranks",
    "fall_size": "fall of the fan share in the 60 days after 2025-03-31, share of its level",
    "fall_day": "its lowest point, days after 2025-04-01",
    "sentiment_drop": "drop of the voiced sentiment, 30 days before against lowest week",
    "turned": "fans who turned in those 60 days, share of the fans",
}


def rows() -> list[str]:
    """Return the table: mean and range over the seeds, dated events alone and with random ones."""
    import numpy as np

    import sim
    from sim.observed import comparison

    found = {}
    for how in ("dated", "both"):
        case = sim.load(ROOT / "scenarios" / "xiaomi-su7.toml").with_values({"run.incidents": how})
        found[how] = [comparison(sim.run(case, seed=seed)) for seed in SEEDS]
        print(f"{how}: done", file=sys.stderr)
    table = [
        "| | dated events alone | with random incidents (HYPOTHETICAL) |",
        "|---|---|---|",
    ]
    for key, words in MEANING.items():
        cells = []
        for how in ("dated", "both"):
            values = np.array([one[key] for one in found[how]])
            cells.append(f"{values.mean():.2f} ({values.min():.2f} to {values.max():.2f})")
        table.append(f"| {words} | {cells[0]} | {cells[1]} |")
    return table


def limits() -> None:
    """Write the figure of each published limit."""
    from sim.limits_figures import FIGURES, draw
    from sim.plots import save

    for name in FIGURES:
        _, vector = save(draw(name), ROOT / "results" / "figures", f"limit-{name}")
        vector.unlink()
        print(f"limit {name}: drawn", file=sys.stderr)


def main() -> int:
    """Write table and figures; with ``--limits`` those of the published limits alone."""
    if "--limits" in sys.argv:
        limits()
        return 0
    import sim
    from sim.plots import overview, save
    from sim.plots_observed import observed_page

    path = ROOT / "docs" / "findings.md"
    text = path.read_text(encoding="utf-8")
    block = "<!-- findings -->\n\n" + "\n".join(rows()) + "\n\n<!-- end -->"
    text = re.sub(r"<!-- findings -->.*?<!-- end -->", lambda _: block, text, flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")
    case = sim.run(sim.load(ROOT / "scenarios" / "xiaomi-su7.toml"), seed=1)
    lesson = sim.run(sim.load(ROOT / "scenarios" / "classroom.toml"), seed=1)
    for name, figure in (
        ("xiaomi-observed", observed_page(case)),
        ("classroom", overview(lesson)),
    ):
        _, vector = save(figure, ROOT / "results" / "figures", name)
        vector.unlink()  # the documents show the picture alone
    limits()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
