"""What is written of a claim: one page each, with the headings of NetLogo's info pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sim.claims.claim import ESSAYS, Arm, Claim, When
from sim.claims.data_verdict import Evidenced
from sim.claims.index import CLAIMS, THEMES
from sim.claims.judge import Mean
from sim.claims.report.references import references
from sim.claims.trial import Box, Trial
from sim.model.mechanisms import SWITCHES
from sim.model.tables import Table, value_text

HEADINGS: Final = (
    "What is it?",
    "How it works",
    "How to use it",
    "Things to notice",
    "Things to try",
    "Extending the model",
    "What the data say",
    "References",
)
# Wilson's interval at 95 %.
_Z: Final = 1.96
# Where a mechanism shows: the classroom has one product, no rumour and no new image.
_PLAIN: Final = ("classroom",)
_SHOWS_IN: Final[dict[str, tuple[str, ...]]] = {
    "concentration": ("classroom", "--set product.products=4"),
    "rumour": ("byd-low-profile",),
    "slow-image": ("xiaomi-su7",),
}
# Below this a number is what rounding left of nothing.
REST: Final = 1e-12


@dataclass(frozen=True)
class Section:
    """One heading of a page: paragraphs, a table, commands, each perhaps empty."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """The page of one claim."""

    id: str
    theme: str
    model: str
    data: str
    sections: tuple[Section, ...]


def number(x: float) -> str:
    """Return a number with three digits, a dash for what is undefined, 0 for rounding's rest."""
    if not math.isfinite(x):
        return "–"
    if abs(x) >= 1_000.0:
        return f"{x:,.0f}"
    return "0" if abs(x) < REST else f"{x:.3g}"


def with_interval(mean: Mean) -> str:
    """Return a mean with its interval."""
    if not math.isfinite(mean.value):
        return "–"
    return f"{number(mean.value)} [{number(mean.low)}, {number(mean.high)}]"


def wilson(box: Box) -> tuple[float, float]:
    """Return Wilson's 95 % interval (1927) of the share of the box in which a claim holds."""
    n = box.draws
    if n == 0:
        return math.nan, math.nan
    share, z2 = box.share, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def box_text(box: Box) -> str:
    """Return the share of the box in words."""
    if box.draws == 0:
        return "–"
    low, high = wilson(box)
    return f"{100 * box.share:.0f} % [{100 * low:.0f}, {100 * high:.0f}]"


def theme_of(claim: Claim) -> str:
    """Return the theme a claim belongs to."""
    return next(theme for theme, claims in THEMES.items() if claim.id in {one.id for one in claims})


def essay_text(claim: Claim) -> str:
    """Return who asserts a claim, in words."""
    names = [f"essay {who[1]} ({ESSAYS[who]})" if who in ESSAYS else "us" for who in claim.essay]
    return " and ".join(names)


def _event_text(when: When) -> str:
    """Return a dated event with its size, what it sets and for how long."""
    told = [f"excess {when.excess:g}"] if when.excess is not None else []
    told += [f"severity {when.severity:g}"] if when.severity is not None else []
    told += [f"{name} = {value_text(value)}" for name, value in when.set.items()]
    told += [f"for {when.for_days} days"] if when.for_days else []
    size = f" ({', '.join(told)})" if told else ""
    return f"{when.kind} on day {when.day}{size}"


def _arm_text(arm: Arm) -> str:
    values = ", ".join(f"{name} = {value_text(value)}" for name, value in arm.values.items())
    events = ", ".join(map(_event_text, arm.events))
    told = "; ".join(filter(None, (values, events, "luck of its own" if arm.luck else "")))
    return f"{arm.name}: {told}" if told else arm.name


def came_out(verdict: str) -> str:
    """Return a verdict as what a claim did."""
    return {"holds": "held", "fails": "failed", "contrary": "came out contrary"}.get(
        verdict, "was reported"
    )


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


def page_of(trial: Trial, data: Evidenced) -> Page:
    """Return the page of a tried claim."""
    claim = trial.claim
    sections = (
        Section(
            HEADINGS[0],
            (
                f"“{claim.phrase}” (machine translation)",
                f"Asserted by {essay_text(claim)}. Theory: {claim.theory}.",
            ),
        ),
        _how_it_works(claim),
        _how_to_use_it(claim),
        _to_notice(trial),
        to_try(claim),
        _extending(claim),
        _data(claim, data),
        Section(HEADINGS[7], tuple(references()[key] for key in claim.references)),
    )
    return Page(claim.id, theme_of(claim), trial.verdict, data.verdict, sections)


def _how_it_works(claim: Claim) -> Section:
    switches = [SWITCHES[name] for name in claim.mechanisms]
    setting = claim.setting
    events = ", ".join(map(_event_text, setting.events))
    world = f"{claim.replicates} worlds of {setting.people:,} people over {setting.days:,} days"
    world += f"; {events}" if events else ""
    world += f"; without {', '.join(setting.without)} throughout" if setting.without else ""
    return Section(
        HEADINGS[1],
        (
            *(f"`{one.name}`: {one.meaning}. Off: {one.off}." for one in switches),
            f"The world: {world}. Its values: "
            + ", ".join(f"{k} = {value_text(v)}" for k, v in setting.values.items())
            + "."
            if setting.values
            else f"The world: {world}.",
            "The arms, under one luck, each with the mechanism and without: "
            + "; ".join(_arm_text(arm) for arm in claim.arms)
            + ".",
        ),
    )


def _how_to_use_it(claim: Claim) -> Section:
    return Section(
        HEADINGS[2],
        ("Try it alone, with other luck, or in more worlds:",),
        commands=(
            f"tarpeia claims {claim.id}",
            f"tarpeia claims {claim.id} --seed 2",
            f"tarpeia claims {claim.id} --replicates 100",
        ),
    )


def _to_notice(trial: Trial) -> Section:
    claim = trial.claim
    why = f" ({trial.reason})" if trial.reason else ""
    said = [claim.notice, f"Verdict in the model: {trial.verdict}{why}."]
    said.append(f"Expected before it was tried: {claim.expected}")
    if claim.amended:
        said.append(f"Amended; in the first run it {came_out(claim.first)}. {claim.amended}")
    if trial.box.draws:
        said.append(
            f"It holds, by its means, in {box_text(trial.box)} of {trial.box.draws} draws of the "
            "plausible parameter box."
        )
    if claim.built_in:
        said.append(
            f"Built in: its pattern ({claim.built_in}, docs/patterns.md) was used to choose the "
            "defaults, so that a verdict in its favour is no evidence for the model."
        )
    return Section(HEADINGS[3], tuple(said), results_table(trial))


def to_try(claim: Claim) -> Section:
    """Return what a reader may try: a scenario as it is, then without the mechanism, or with it."""
    commands: list[str] = []
    for name in claim.mechanisms:
        base = " ".join(("tarpeia run", *_SHOWS_IN.get(name, _PLAIN)))
        on = SWITCHES[name].on.items()
        settings = " ".join(f"--set {key}={value_text(value)}" for key, value in on)
        commands += [base, f"{base} {settings}" if on else f"{base} --without {name}"]
    extension = any(SWITCHES[name].on for name in claim.mechanisms)
    return Section(
        HEADINGS[4],
        (
            "The same world twice, under the same luck: as it is, and "
            + (
                "with the mechanism, which is an extension."
                if extension
                else "without the mechanism."
            ),
        ),
        commands=tuple(dict.fromkeys(commands)),
    )


def _extending(claim: Claim) -> Section:
    related = [
        other.id
        for other in CLAIMS.values()
        if other.id != claim.id and set(other.mechanisms) & set(claim.mechanisms)
    ]
    told = (
        "Other claims on the same mechanism: " + ", ".join(related) + "."
        if related
        else ("No other claim rests on this mechanism.")
    )
    reported = [part.name for part in claim.parts if part.reported]
    more = (f"Told but not judged: {'; '.join(reported)}.",) if reported else ()
    return Section(HEADINGS[5], (told, *more))


def _data(claim: Claim, data: Evidenced) -> Section:
    record = claim.evidence
    told = [f"Verdict of the data: {data.verdict}. {record.data[:1].upper()}{record.data[1:]}."]
    if record.confounders:
        told.append(f"Confounders: {record.confounders}.")
    table = None
    if data.estimates:
        rows = tuple(
            (
                one.name,
                f"{number(one.value)} [{number(one.low)}, {number(one.high)}]",
                one.unit,
                f"{one.n:,} {one.sample}",
            )
            for one in data.estimates
        )
        table = Table("Estimates", ("estimate", "value [95 %]", "unit", "from"), rows)
    return Section(HEADINGS[6], tuple(told), table)


def scorecard(trials: list[tuple[Trial, Evidenced]]) -> Table:
    """Return all claims in one table, a row each."""
    rows = []
    for trial, data in trials:
        first = next(
            one
            for part, one in zip(trial.claim.parts, trial.parts, strict=True)
            if not part.reported
        )
        mark = " (built in)" if trial.claim.built_in else ""
        mark += f" (amended; first {came_out(trial.claim.first)})" if trial.claim.amended else ""
        rows.append(
            (
                trial.claim.id,
                " + ".join(trial.claim.essay),
                trial.verdict + mark,
                data.verdict,
                box_text(trial.box),
                first.part,
                first.unit,
                with_interval(first.with_it),
                with_interval(first.without),
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


def counts(trials: list[tuple[Trial, Evidenced]]) -> str:
    """Return how many claims hold, fail, are contrary and reported, in words."""
    verdicts: list[str] = [trial.verdict for trial, _ in trials]
    data: list[str] = [one.verdict for _, one in trials]
    model = ", ".join(
        f"{verdicts.count(v)} {word}"
        for v, word in (
            ("holds", "hold"),
            ("fails", "fail"),
            ("contrary", "contrary"),
            ("reported", "reported"),
        )
        if verdicts.count(v)
    )
    observed = ", ".join(
        f"{data.count(v)} {word}"
        for v, word in (("supports", "supported"), ("against", "against"), ("silent", "silent"))
        if data.count(v)
    )
    return f"In the model {model}; in the data {observed}."
