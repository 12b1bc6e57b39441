"""The generated parts of docs/claims.md, from the records of the trials alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from sim.claims.claim import Part
from sim.claims.data_verdict import Evidenced
from sim.claims.index import OUTSIDE, THEMES
from sim.claims.report.kept import restored
from sim.claims.report.pages import (
    came_out,
    counts,
    essay_text,
    number,
    results_table,
    scorecard,
    with_interval,
)
from sim.claims.report.references import references
from sim.claims.trial import Trial
from sim.evidence.estimate import Estimate
from sim.model.mechanisms import SWITCHES
from sim.model.tables import Table, markdown

Records = Mapping[str, Any]
FIGURES: Final = "../results/figures/claims"


def _tried(records: Records) -> list[tuple[Trial, Evidenced]]:
    """Return trials and what the data say, as they are on record."""
    return [
        (
            restored({"curves": [], **one}),
            Evidenced(one["evidence"], tuple(Estimate(**e) for e in one["estimates"])),
        )
        for one in records["trials"]
    ]


def _scorecard(records: Records) -> str:
    table = scorecard(_tried(records))
    rows = tuple((f"[{row[0]}](#{row[0]})", *row[1:10]) for row in table.rows)
    tried = records["trials"][0]
    return (
        f"{counts(_tried(records))} Seed {tried['seed']}, {tried['box']['draws']} draws of the "
        f"parameter box, records `{tried['version']}`.\n\n"
        + markdown(Table(table.title, table.columns[:10], rows))
    )


def _summary(records: Records) -> str:
    verdicts = [one["model"] for one in records["trials"]]
    data = [one["evidence"] for one in records["trials"]]
    return (
        "| | |\n|---|---|\n"
        f"| claims of the two essays, with our additions | {len(verdicts)} |\n"
        f"| hold in the model, and not without their mechanism | {verdicts.count('holds')} |\n"
        f"| fail, each with its reason | {verdicts.count('fails')} |\n"
        f"| come out the other way | {verdicts.count('contrary')} |\n"
        f"| only reported, as their sign is in dispute | {verdicts.count('reported')} |\n"
        f"| supported, contradicted by the observed series | {data.count('supports')}, "
        f"{data.count('against')} |\n"
    )


def _pages(records: Records) -> str:
    trials = {trial.claim.id: (trial, data) for trial, data in _tried(records)}
    parts = []
    for theme, claims in THEMES.items():
        parts.append(f"## {theme}")
        parts += [_page(*trials[claim.id]) for claim in claims if claim.id in trials]
    return "\n\n".join(parts)


def _page(trial: Trial, data: Evidenced) -> str:
    claim = trial.claim
    why = f" ({trial.reason})" if trial.reason else ""
    lines = [
        f"### {claim.id}",
        f"> {claim.phrase}\n>\n> {essay_text(claim)}; machine translation. Theory: {claim.theory}.",
        f"![{claim.notice}]({FIGURES}/{claim.id}.png)",
        f"*{claim.notice}*",
        f"**In the model: {trial.verdict}**{why}. Rests on "
        + ", ".join(f"`{name}`" for name in claim.mechanisms)
        + ".",
        f"Expected before it was tried: {claim.expected}",
    ]
    if claim.amended:
        lines.append(f"Amended; in the first run it {came_out(claim.first)}. {claim.amended}")
    if claim.built_in:
        lines.append(
            f"Built in: the pattern `{claim.built_in}` was used to choose the defaults "
            "([patterns.md](patterns.md))."
        )
    lines.append(markdown(results_table(trial)).strip())
    told = f"**In the data: {data.verdict}.** {claim.evidence.data[:1].upper()}"
    told += f"{claim.evidence.data[1:]}."
    if data.estimates:
        told += (
            " "
            + "; ".join(
                f"{e.name} {number(e.value)} [{number(e.low)}, {number(e.high)}] {e.unit}"
                for e in data.estimates
            )
            + "."
        )
    if claim.evidence.confounders:
        told += f" Confounders: {claim.evidence.confounders}."
    literature = " ".join(references()[key] for key in claim.references)
    return "\n\n".join([*lines, told, f"Literature: {literature}"])


def _facts(_: Records) -> str:
    from sim.evidence.facts import all_facts

    rows = tuple(
        (
            one.fact.statement,
            "; ".join(str(p) for p in one.fact.published) or "–",
            "; ".join(str(c.ours) for c in one.compared)
            or "; ".join(map(str, one.also))
            or one.fact.reason,
            one.status,
        )
        for one in all_facts()
    )
    return markdown(Table("Facts", ("fact", "published", "from the files", "status"), rows))


def _cycle(records: Records) -> str:
    phases, followed = records["cycle"]["phases"], records["cycle"]["followed"]
    rows = []
    for name, counted in zip(phases, followed, strict=True):
        whole = sum(counted)
        shares = (f"{100 * n / whole:.0f} %" if whole else "–" for n in counted)
        rows.append((name, f"{whole:,}", *shares))
    cycle = records["cycle"]
    share = 100 * cycle["headwind"] / cycle["falls"]
    told = (
        f"Of {cycle['falls']:,} falls below 60 % of a peak {share:.0f} % brought the climate below "
        "zero before the next peak was begun."
    )
    return markdown(Table("Cycle", ("phase", "endings", *phases), tuple(rows))) + "\n" + told


def most_by_chance(trials: int, alpha: float, surely: float = 0.999) -> int:
    """Return the most successes that so many trials of chance ``alpha`` have, but for one in 1,000.

    The binomial distribution's quantile.
    """
    below, count, probability = 0.0, 0, (1.0 - alpha) ** trials
    while below + probability < surely:
        below += probability
        count += 1
        probability *= (trials - count + 1) / count * alpha / (1.0 - alpha)
    return count


def _judge(records: Records) -> str:
    from sim.claims.judge import ALPHA

    nothing = records["nothing"]
    every, own = nothing["holds"]["every"], nothing["holds"]["own"]
    tries = nothing["seeds"] * len(every)
    worst = max(own, key=lambda name: own[name])
    lines = [
        f"Can the judge say no? In {nothing['worlds']} worlds each, the ablated ones of other "
        f"luck, {len(every)} claims and {nothing['seeds']} seeds gave {tries:,} trials. With every "
        f"mechanism off {sum(every.values())} came out as holding (most statistics are constants "
        "there, which is a weak test); with the claim's own mechanisms off and all others on, "
        f"{sum(own.values())}. Chance alone may bring {most_by_chance(tries, ALPHA)}."
        + (f" The most of one claim: {own[worst]} ({worst})." if own[worst] else "")
    ]
    record = {one["id"]: one["model"] for one in records["trials"]}
    rows = []
    for seed, verdicts in records["seeds"].items():
        other = [name for name, verdict in verdicts.items() if record[name] != verdict]
        share = 1.0 - len(other) / len(verdicts)
        told = ", ".join(f"{name} ({verdicts[name]})" for name in other) or "–"
        rows.append((seed, f"{100 * share:.0f} %", told))
    lines.append(markdown(Table("Seeds", ("seed", "verdicts that agree", "others"), tuple(rows))))
    return "\n\n".join(lines)


def _beyond(part: Part, value: float) -> float:
    """Return how far a mean lies beyond the null in the expected direction, in sizes."""
    sign = -1.0 if part.direction == "below" else 1.0
    return sign * (value - part.null) / (part.size or 1.0)


def _of_mechanism(records: Records, switch: str) -> tuple[str, ...] | None:
    """Return the row of the part that shows a mechanism best; None where no claim rests on it.

    Of the parts whose ablation holds the switch: one that holds, else the one that differs most
    from its ablated world, each with as few other switches as there are.
    """
    found = []
    for trial, _ in _tried(records):
        for part, one in zip(trial.claim.parts, trial.parts, strict=True):
            off = trial.claim.off(part)
            if switch in off:
                apart = abs(one.difference.value) / (
                    (one.difference.high - one.difference.low) or 1.0
                )
                found.append((one.verdict == "holds", -len(off), apart, trial.claim.id, part, one))
    if not found:
        return None
    _, _, _, name, part, one = max(found, key=lambda row: row[:3])
    if part.difference:
        gone = "by definition"
    elif part.direction == "within":
        gone = "yes" if not part.null <= one.without.value <= part.size else "no"
    else:
        gone = "yes" if _beyond(part, one.without.value) <= 1.0 else "no"
        if one.reason == "surely the other way":
            gone = "the other way with it"
    return (
        f"`{switch}`",
        f"[{name}](#{name}): {one.part}",
        one.unit,
        with_interval(one.with_it),
        with_interval(one.without),
        gone,
    )


def _mechanisms(records: Records) -> str:
    rows = [_of_mechanism(records, switch) for switch in SWITCHES]
    columns = ("mechanism", "shown by", "unit", "with", "without", "gone without it")
    return markdown(Table("Mechanisms", columns, tuple(row for row in rows if row is not None)))


def _outside(_: Records) -> str:
    return "Recorded as outside the model: " + ", ".join(OUTSIDE) + "."


def _row(records: Records, claim: str, part: int) -> str:
    """Return one line on a part: with, without, difference."""
    one = next(r for r in records["trials"] if r["id"] == claim)["parts"][part]

    def shown(mean: dict[str, Any]) -> str:
        if mean["value"] is None or not math.isfinite(mean["value"]):
            return "–"
        low, high = mean["interval"]
        return f"{number(mean['value'])} [{number(low)}, {number(high)}]"

    return (
        f"* `{claim}`, {one['statistic']} ({one['unit']}): with {shown(one['with'])}, without "
        f"{shown(one['without'])}."
    )


def _fact_line(records: Records, claim: str, *names: str) -> str:
    """Return one line on estimates that a claim rests on."""
    one = next(r for r in records["trials"] if r["id"] == claim)
    found = {e["name"]: e for e in one["estimates"]}
    told = "; ".join(
        f"{n} {number(found[n]['value'])} [{number(found[n]['low'])}, {number(found[n]['high'])}]"
        for n in names
    )
    return f"* Observed: {told}."


def _retreat(records: Records) -> str:
    return "\n".join(
        [
            *(_row(records, "retreat", k) for k in range(4)),
            _fact_line(
                records,
                "retreat",
                "founder's titles, before",
                "founder's titles, silence",
                "new negatives, silence over before",
                "negative share, before",
                "negative share, silence",
            ),
        ]
    )


def _attention(records: Records) -> str:
    lags = (1, 2, 3)
    return "\n".join(
        [
            _row(records, "hitchhiking", 0),
            _row(records, "topic-effect", 0),
            _fact_line(
                records,
                "hitchhiking",
                *(f"pair correlation at {k} d" for k in lags),
                "attention alone at 1 d",
                *(f"beyond attention at {k} d" for k in lags),
                "negatives after the crash",
            ),
            _fact_line(records, "topic-effect", "negatives after the launch"),
        ]
    )


def _conserved(records: Records) -> str:
    name = "elasticity of negatives on earlier positives"
    return "\n".join([_row(records, "conservation", 0), _fact_line(records, "conservation", name)])


def _base(records: Records) -> str:
    return "\n".join(
        [
            _row(records, "base-effect", 0),
            _fact_line(records, "base-effect", "elasticity to the fleet"),
        ]
    )


def _amended(records: Records) -> str:
    """Return what became of the amended records."""
    rows = [
        (f"[{one['id']}](#{one['id']})", came_out(one["first"]), one["model"])
        for one in records["trials"]
        if one["amended"]
    ]
    return markdown(Table("Amended", ("amended", "in the first run", "now"), tuple(rows)))


def _cycles(records: Records) -> str:
    return "\n".join(
        [
            _row(records, "reflexivity", 0),
            *(_row(records, "retaliation-cycle", k) for k in range(2)),
            _row(records, "short-reign", 0),
            _row(records, "same-cause", 0),
        ]
    )


def _returns(records: Records) -> str:
    return "\n".join(_row(records, "betrayal", k) for k in range(3))


DOCUMENT_BLOCKS: Final[dict[str, Callable[[Records], str]]] = {
    "scorecard": _scorecard,
    "summary": _summary,
    "pages": _pages,
    "facts": _facts,
    "cycle": _cycle,
    "judge": _judge,
    "outside": _outside,
    "retreat": _retreat,
    "mechanisms": _mechanisms,
    "attention": _attention,
    "conserved": _conserved,
    "cycles": _cycles,
    "returns": _returns,
    "base": _base,
    "amended": _amended,
}
