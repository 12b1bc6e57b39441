"""The generated parts of docs/claims.md, from the records of the trials alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.claims.chance import most_by_chance
from sim.claims.claim import ClaimPart
from sim.claims.data_verdict import DataVerdict
from sim.claims.index import OUTSIDE, THEMES
from sim.claims.judge import ALPHA, JudgedPart
from sim.claims.report import disagreements
from sim.claims.report.on_record import Records, tried_on_record
from sim.claims.report.references import references
from sim.claims.report.tables import counts, cycle_table, facts_table, results_table, scorecard
from sim.claims.report.words import amendment_text, came_out, essay_text, sentence, with_interval
from sim.claims.trial import Trial
from sim.model.mechanisms import SWITCHES
from sim.model.tables import Table, markdown

FIGURES: Final = "../results/figures/claims"


def _scorecard(records: Records) -> str:
    tried = tried_on_record(records)
    table = scorecard(tried)
    rows = tuple((f"[{row[0]}](#{row[0]})", *row[1:10]) for row in table.rows)
    first = records["trials"][0]
    return (
        f"{counts(tried)} Seed {first['seed']}, {first['box']['draws']} draws of the parameter "
        f"box, records `{first['version']}`.\n\n"
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
    trials = {trial.claim.id: (trial, data) for trial, data in tried_on_record(records)}
    pages = []
    for theme, claims in THEMES.items():
        pages.append(f"## {theme}")
        pages += [_page(*trials[claim.id]) for claim in claims if claim.id in trials]
    return "\n\n".join(pages)


def _page(trial: Trial, data: DataVerdict) -> str:
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
        lines.append(amendment_text(claim))
    if claim.built_in:
        lines.append(
            f"Built in: the pattern `{claim.built_in}` was used to choose the defaults "
            "([patterns.md](patterns.md))."
        )
    lines.append(markdown(results_table(trial)).strip())
    literature = " ".join(references()[key] for key in claim.references)
    return "\n\n".join([*lines, _data(trial, data), f"Literature: {literature}"])


def _data(trial: Trial, data: DataVerdict) -> str:
    """Return what the data say of a claim, by which estimates, and what confounds them."""
    sentences = [f"**In the data: {data.verdict}.** {sentence(trial.claim.evidence.data)}"]
    if data.estimates:
        shown = (f"{one.name} {with_interval(one)} {one.unit}" for one in data.estimates)
        sentences.append("; ".join(shown) + ".")
    if trial.claim.evidence.confounders:
        sentences.append(f"Confounders: {trial.claim.evidence.confounders}.")
    return " ".join(sentences)


def _facts(_: Records) -> str:
    return markdown(facts_table())


def _cycle(records: Records) -> str:
    cycle = records["cycle"]
    share = 100 * cycle["headwind"] / cycle["falls"]
    falls = (
        f"Of {cycle['falls']:,} falls below 60 % of a peak {share:.0f} % brought the climate below "
        "zero before the next peak was begun."
    )
    return markdown(cycle_table(np.array(cycle["followed"]), cycle["worlds"])) + "\n" + falls


def _judge(records: Records) -> str:
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
        others = ", ".join(f"{name} ({verdicts[name]})" for name in other) or "–"
        rows.append((seed, f"{100 * share:.0f} %", others))
    lines.append(markdown(Table("Seeds", ("seed", "verdicts that agree", "others"), tuple(rows))))
    return "\n\n".join(lines)


def _of_mechanism(records: Records, switch: str) -> tuple[str, ...] | None:
    """Return the row of the part that shows a mechanism best; None where no claim rests on it.

    Of the parts whose ablation holds the switch: one that holds, else the one that differs most
    from its ablated world, each with as few other switches as there are.
    """
    found = []
    for trial, _ in tried_on_record(records):
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
    return (
        f"`{switch}`",
        f"[{name}](#{name}): {one.part}",
        one.unit,
        with_interval(one.with_it),
        with_interval(one.without),
        _gone(part, one),
    )


def _gone(part: ClaimPart, judged: JudgedPart) -> str:
    """Return whether a part's signature is gone where its mechanism is off."""
    without = judged.without.value
    if part.difference:
        return "by definition"
    if part.direction == "within":
        low, high = part.band
        return "no" if low <= without <= high else "yes"
    if judged.reason == "surely the other way":
        return "the other way with it"
    return "yes" if part.sign * (without - part.null) / (part.size or 1.0) <= 1.0 else "no"


def _mechanisms(records: Records) -> str:
    rows = [_of_mechanism(records, switch) for switch in SWITCHES]
    columns = ("mechanism", "shown by", "unit", "with", "without", "gone without it")
    return markdown(Table("Mechanisms", columns, tuple(row for row in rows if row is not None)))


def _outside(_: Records) -> str:
    return "Recorded as outside the model: " + ", ".join(OUTSIDE) + "."


def _amended(records: Records) -> str:
    """Return what became of the amended records."""
    rows = [
        (f"[{one['id']}](#{one['id']})", came_out(one["first"]), one["model"])
        for one in records["trials"]
        if one["amended"]
    ]
    return markdown(Table("Amended", ("amended", "in the first run", "now"), tuple(rows)))


DOCUMENT_BLOCKS: Final[dict[str, Callable[[Records], str]]] = {
    "scorecard": _scorecard,
    "summary": _summary,
    "pages": _pages,
    "facts": _facts,
    "cycle": _cycle,
    "judge": _judge,
    "outside": _outside,
    "mechanisms": _mechanisms,
    "amended": _amended,
    "retreat": disagreements.retreat,
    "attention": disagreements.attention,
    "conserved": disagreements.conservation,
    "base": disagreements.base_effect,
    "cycles": disagreements.cycles,
    "returns": disagreements.compensation,
}
