"""The table and the figure of what scripts/benchmark.py measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.marks import filled
from scripts.places import DOCS, FIGURES, ROOT


def table(found: dict[str, Any]) -> str:
    """Return all that was measured as Markdown tables, a part at a time."""
    about = found["about"]
    lines = [
        f"Measured {found['date']} at commit {found['commit']}"
        + (" (quick: small crowds, of no weight)" if found.get("quick") else "")
        + f": {about['processor']}, {about['cores']} cores, Python {about['python']}, "
        f"numba {about['numba']}.",
        "",
        "| measured | figure |",
        "|---|---|",
    ]
    for name, rows in PARTS.items():
        if name in found:
            lines += [f"| {left} | {right} |" for left, right in rows(found[name])]
    return "\n".join(lines) + "\n"


def summary(found: dict[str, Any]) -> str:
    """Return the few rows that README shows."""
    model, peers, sweeps, start = (found[k] for k in ("model", "peers", "sweeps", "start"))
    rows = [
        ("People-days a second, one thread", f"{model['engine, 365 days'] / 1e6:.0f} million"),
        ("The same model in pure Mesa", f"{model['ratio']:,.0f} times slower"),
    ]
    for name, words in (
        ("mesa_everyone", "Mesa, everyone stepping"),
        ("mesa", "Mesa, the infected alone"),
        ("ndlib", "NDlib"),
        ("mesa_frames", "mesa-frames"),
        ("scipy", "SciPy"),
        ("graph_tool", "graph-tool"),
    ):
        if "ratio" in peers.get(name, {}):
            rows.append(
                (f"A plain epidemic in {words}", f"{peers[name]['ratio']:.1f} times our time")
            )
    runs = f"{sweeps['people']:,} people x {sweeps['days']} days"
    rows.append((f"Runs a second, {runs}, two workers", f"{sweeps['two workers']:.0f}"))
    for row in found.get("scaling", []):
        if row["people"] > 2e7 and row["threads"] == 2:
            left = f"{row['people'] / 1e6:.0f} million people, {row['days']:.0f} days, two threads"
            rows.append((left, f"{row['seconds']:.0f} s, {row['memory'] / 1e9:.1f} GB"))
    rows.append(("First run ever, compiling, with its figures", f"{start['first run ever']:.0f} s"))
    lines = ["| | |", "|---|---|", *(f"| {left} | {right} |" for left, right in rows)]
    return "\n".join(lines) + "\n"


def publish(found: dict[str, Any]) -> None:
    """Write the tables into README.md and docs/performance.md, and the figure they show."""
    for path, text in (
        (ROOT / "README.md", summary(found)),
        (DOCS / "performance.md", table(found)),
    ):
        document = path.read_text(encoding="utf-8")
        path.write_text(filled(document, "benchmark", text), encoding="utf-8")
    draw(found, FIGURES / "speed.png")


def _machine(part: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [
        ("STREAM triad, one thread", f"{part['triad'] / 1e9:.1f} GB/s"),
        ("STREAM triad, two threads", f"{part['triad on two threads'] / 1e9:.1f} GB/s"),
    ]
    for size, rate in part["gather"].items():
        rows.append((f"random reads of int64 among {int(size):,}", f"{rate / 1e9:.2f} G/s"))
    return rows


def _floor(part: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (
            f"a default day of {part['people']:,} people, one thread",
            f"{part['milliseconds']:.1f} ms; floor of memory {part['floor']:.1f} ms "
            f"(triad {part['triad'] / 1e9:.1f} GB/s, random reads {part['gather'] / 1e9:.2f} G/s); "
            f"ratio {part['ratio']:.2f}",
        )
    ]


def _model(part: dict[str, Any]) -> list[tuple[str, str]]:
    low, high = part["range of the year"]
    return [
        (
            f"full model, {part['people']:,} people, 365 days, one thread",
            f"{part['engine, 365 days'] / 1e6:.0f} ({low / 1e6:.0f} to {high / 1e6:.0f}) "
            "million people-days a second",
        ),
        (
            f"the same in pure Mesa ({part['days']} days)",
            f"{part['mesa'] / 1e3:.0f} thousand, against {part['engine'] / 1e6:.0f} million of the "
            f"engine on the same days: ratio {part['ratio']:,.0f}",
        ),
    ]


def _agreement(part: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (
            f"means and spreads of the series, engine and Mesa, {part['runs']} runs of each",
            f"{part['differing']} of {part['tests']} tests differ at {part['level']:.2g} each",
        )
    ]


def _peers(part: dict[str, Any]) -> list[tuple[str, str]]:
    rows = []
    for name, peer in part.items():
        if not isinstance(peer, dict):
            continue
        if "skipped" in peer:
            rows.append((f"SIR, {name}", f"not run: {peer['skipped']}"))
        else:
            text = f"{peer['cpu']:.3f} s of CPU, {peer['ratio']:.2f} times ours"
            if peer["steps"] < part["steps"]:
                text += f" (scaled from {peer['steps']} steps)"
            rows.append((f"SIR, 100 steps, {part['people']:,} people: {name}", text))
    return rows


def _sweeps(part: dict[str, Any]) -> list[tuple[str, str]]:
    size = f"{part['people']:,} people x {part['days']} days"
    return [
        (f"runs a second, {size}, one worker", f"{part['one worker']:.1f}"),
        (
            f"runs a second, {size}, two workers",
            f"{part['two workers']:.1f}, efficiency {part['efficiency']:.2f}",
        ),
        ("the same with mesa.batch_run on two processes", f"{part['mesa.batch_run on two']:.4f}"),
    ]


def _start(part: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, f"{part[name]:.2f} s")
        for name in ("import sim", "--help", "first run ever", "later run")
    ] + [("heavy libraries that `import sim` loads", str(part["loaded by import sim"]))]


def _scaling(part: list[dict[str, float]]) -> list[tuple[str, str]]:
    rows = []
    for row in part:
        people, days, threads = (int(row[name]) for name in ("people", "days", "threads"))
        told = f"{row['seconds']:.1f} s, {row['memory'] / 1e9:.2f} GB"
        told += f"; ready in {row['network']:.1f} s"
        rows.append((f"{people:,} people, {days} days, {threads} threads", told))
    return rows + [
        (f"time of a day grows as people ^ {exponent(part, k):.2f}, {k} threads", "")
        for k in (1, 2)
    ]


def whole_runs(part: list[dict[str, float]], threads: int) -> list[dict[str, float]]:
    """Return the rows of one number of threads that ran longest: early days are cheaper."""
    rows = [row for row in part if row["threads"] == threads]
    return [row for row in rows if row["days"] == max(row["days"] for row in rows)]


def exponent(part: list[dict[str, float]], threads: int) -> float:
    """Return the slope of log time on log people from 100,000 people on, or nan."""
    import numpy as np

    rows = [row for row in whole_runs(part, threads) if row["people"] >= 100_000]
    if len(rows) < 2:
        return float("nan")
    people = np.log([row["people"] for row in rows])
    return float(np.polyfit(people, np.log([row["day"] for row in rows]), 1)[0])


PARTS: dict[str, Callable[[Any], list[tuple[str, str]]]] = {
    "model": _model,
    "agreement": _agreement,
    "peers": _peers,
    "floor": _floor,
    "machine": _machine,
    "sweeps": _sweeps,
    "start": _start,
    "scaling": _scaling,
}


def draw(found: dict[str, Any], path: Path) -> None:
    """Draw the peers, and time and memory against people, where they were measured."""
    from matplotlib.figure import Figure

    parts = [name for name in ("peers", "scaling") if name in found]
    if not parts:
        return
    figure = Figure(figsize=(5.2 * len(parts), 3.6), layout="constrained", dpi=150)
    for axes, name in zip(figure.subplots(1, len(parts), squeeze=False)[0], parts, strict=True):
        if name == "peers":
            _draw_peers(axes, found["peers"])
        else:
            _draw_scaling(axes, found["scaling"])
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)


def _draw_peers(axes: Any, part: dict[str, Any]) -> None:
    rows = [(n, p["cpu"]) for n, p in part.items() if isinstance(p, dict) and "cpu" in p]
    rows.sort(key=lambda row: -row[1])
    colours = ["#0072B2" if n == "tarpeia" else "#999999" for n, _ in rows]
    axes.barh([n.replace("_", " ") for n, _ in rows], [cpu for _, cpu in rows], color=colours)
    axes.set_xscale("log")
    axes.set_xlabel("seconds of CPU (log)")
    axes.set_title(f"SIR, {part['people']:,} people, 100 steps", fontsize=10)


def _draw_scaling(axes: Any, part: list[dict[str, float]]) -> None:
    for threads, colour, marker in ((1, "#0072B2", "o"), (2, "#D55E00", "s")):
        rows = whole_runs(part, threads)
        axes.plot(
            [row["people"] for row in rows],
            [1e3 * row["day"] for row in rows],
            marker=marker,
            color=colour,
            label=f"{threads} thread" + "s" * (threads > 1),
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("people")
    axes.set_ylabel("milliseconds a day")
    axes.set_title("One day of the full model", fontsize=10)
    axes.legend(frameon=False)
