"""The tables of a report: the scorecard, a claim's results, the facts, the cycle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.claims.cycle import PHASES
from sim.claims.data_verdict import DataVerdict
from sim.claims.report.words import box_text, came_out, with_interval
from sim.claims.trial import Trial
from sim.evidence.facts import all_facts
from sim.model.tables import Table

Tried = Sequence[tuple[Trial, DataVerdict]]


def scorecard(tried: Tried) -> Table:
    """Return all claims in one table, a row each."""
    rows = []
    for trial, data in tried:
        mark = " (built in)" if trial.claim.built_in else ""
        mark += f" (amended; first {came_out(trial.claim.first)})" if trial.claim.amended else ""
        rows.append(
            (
                trial.claim.id,
                " + ".join(trial.claim.essay),
                trial.verdict + mark,
                data.verdict,
                box_text(trial.box),
                trial.first.part,
                trial.first.unit,
                with_interval(trial.first.with_it),
                with_interval(trial.first.without),
                trial.reason,
            )
        )
    columns = (
        "claim",
        "by",
        "in the model",
        "in the data",
        "share of the box",
        "first statistic",
        "unit",
        "with",
        "without",
        "why not",
    )
    return Table("Scorecard", columns, tuple(rows))


def counts(tried: Tried) -> str:
    """Return how many claims hold, fail, are contrary and reported, in words."""
    in_model = [trial.verdict for trial, _ in tried]
    in_data = [data.verdict for _, data in tried]
    model = _counted(in_model, holds="hold", fails="fail", contrary="contrary", reported="reported")
    data = _counted(in_data, supports="supported", against="against", silent="silent")
    return f"In the model {model}; in the data {data}."


def _counted(verdicts: Sequence[str], **words: str) -> str:
    """Return how many verdicts there are of each kind that occurs."""
    number = {word: verdicts.count(verdict) for verdict, word in words.items()}
    return ", ".join(f"{count} {word}" for word, count in number.items() if count)


def results_table(trial: Trial) -> Table:
    """Return what came out, a row a part."""
    rows = tuple(
        (
            one.part + (" (our half)" if part.ours else ""),
            one.unit,
            one.expected,
            with_interval(one.with_it),
            with_interval(one.without),
            with_interval(one.difference),
            one.verdict + (f": {one.reason}" if one.reason else ""),
        )
        for part, one in zip(trial.claim.parts, trial.parts, strict=True)
    )
    columns = (
        "statistic",
        "unit",
        "expected",
        "with the mechanism",
        "without it",
        "difference",
        "verdict",
    )
    return Table("What came out", columns, rows)


def estimates_table(data: DataVerdict) -> Table:
    """Return the estimates that the data's verdict rests on."""
    rows = tuple(
        (one.name, with_interval(one), one.unit, f"{one.n:,} {one.sample}")
        for one in data.estimates
    )
    return Table("Estimates", ("estimate", "value [95 %]", "unit", "from"), rows)


def facts_table() -> Table:
    """Return the observed facts, published and ours, and whether they agree."""
    rows = []
    for one in all_facts():
        ours = "; ".join(str(c.ours) for c in one.compared) or "; ".join(map(str, one.also))
        published = "; ".join(str(p) for p in one.fact.published) or "–"
        rows.append((one.fact.statement, published, ours or one.fact.reason, one.status))
    return Table(
        "Estimated again from sim/data",
        ("fact", "published", "from the files", "status"),
        tuple(rows),
    )


def cycle_table(followed: NDArray[np.int64], worlds: int) -> Table:
    """Return how often each phase was followed by each other, as a share of its endings.

    Parameters
    ----------
    followed : int64 (phases, phases)
        See ``sim.claims.cycle.Cycle``.
    worlds : int
    """
    rows = []
    for name, counted in zip(PHASES, followed.tolist(), strict=True):
        whole = sum(counted)
        shares = (f"{100 * count / whole:.0f} %" if whole else "–" for count in counted)
        rows.append((name, f"{whole:,}", *shares))
    columns = ("phase", "endings", *PHASES)
    return Table(f"What follows what, over {worlds} worlds", columns, tuple(rows))
