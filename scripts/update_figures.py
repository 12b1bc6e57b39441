"""Write the figures of the documents, and the tables of docs/findings.md and docs/sweeps.md.

In the project's environment: ``python scripts/update_figures.py``; ``--limits`` and ``--sweeps``
write the figures of the published limits, or those of docs/sweeps.md, alone. README's picture is
the overview of the classroom; the findings compare the Xiaomi case with what was observed, over
ten seeds.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
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
    from sim.evidence.xiaomi import comparison

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
    from sim.limits.figures import FIGURES, draw
    from sim.plots.files import save

    for name in FIGURES:
        _, vector = save(draw(name), ROOT / "results" / "figures", f"limit-{name}")
        vector.unlink()
        print(f"limit {name}: drawn", file=sys.stderr)


def sweeps() -> None:
    """Write the figures of docs/sweeps.md, and its table of what pairing saves."""
    import sim
    from sim.experiments.sweep import run_sweep
    from sim.experiments.sweep_files import load_sweep_file
    from sim.plots import board as plots_compare
    from sim.plots import style, sweep
    from sim.plots.files import save
    from sim.scenario.files import shipped_sweeps

    figures = ROOT / "results" / "figures"
    with tempfile.TemporaryDirectory() as folder, style.style():
        place = Path(folder)
        found = run_sweep(load_sweep_file(shipped_sweeps()["top-heavy"]), place / "top-heavy")
        save(sweep.phase_page(found, "falls"), figures, "top-heavy")[1].unlink()
        print("top-heavy: drawn", file=sys.stderr)
        plans = (
            sim.AudiencePlan(name="step back", changes={"founder.exposure": 0.2}),
            sim.AudiencePlan(name="promise less", changes={"founder.candour": 0.8}),
            sim.AudiencePlan(name="both", changes={"founder.exposure": 0.2, "founder.candour": 0.8}),
        )
        board = sim.compare(
            sim.load("classroom"),
            *plans,
            replicates=200,
            outcomes=["voiced_sentiment_mean"],
            folder=place / "board",
        )
        save(plots_compare.board(board, "voiced_sentiment_mean"), figures, "board")[1].unlink()
        print("board: drawn", file=sys.stderr)
        table = "\n".join(paired(place))
    path = ROOT / "docs" / "sweeps.md"
    block = f"<!-- paired -->\n\n{table}\n\n<!-- end -->"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<!-- paired -->.*?<!-- end -->", lambda _: block, text, flags=re.DOTALL)
    path.write_text(text, encoding="utf-8")


def paired(place: Path) -> list[str]:
    """Return the table of what pairing saves: candour .2 against .5 in the Xiaomi case."""
    import sim
    from sim.scenario.playbook import Event

    day, horizons = 365, (30, 60, 90, 120, 180)
    case = sim.load("xiaomi-su7").with_values({"founder.candour": 0.2})
    date = case.run.start + dt.timedelta(days=day)
    change = Event(date=date, kind="founder conduct", set={"candour": 0.5})
    plan = sim.AudiencePlan(name="candour .5", events=(change,))
    names = [f"voiced_sentiment.mean[{day}:{day + days}]" for days in horizons]
    table = [
        "| voiced sentiment, mean over | parameters drawn: difference | variance saved "
        "| parameters fixed: difference | variance saved |",
        "|---|---|---|---|---|",
    ]
    found = [
        sim.compare(
            case,
            plan,
            replicates=100,
            fixed_parameters=fixed,
            outcomes=names,
            folder=place / f"paired-{fixed}",
        )
        for fixed in (False, True)
    ]
    for days, name in zip(horizons, names, strict=True):
        cells = []
        for one in found:
            verdict = one.verdicts[name][1]
            cells += [f"{verdict.difference:+.2g}", f"{verdict.saved:,.3g} times"]
        table.append(f"| {days} days | " + " | ".join(cells) + " |")
    return table


def main() -> int:
    """Write tables and figures."""
    if "--limits" in sys.argv:
        limits()
        return 0
    if "--sweeps" in sys.argv:
        sweeps()
        return 0
    import sim
    from sim.plots.files import save
    from sim.plots.observed import observed_page
    from sim.plots.overview import overview

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
    sweeps()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
