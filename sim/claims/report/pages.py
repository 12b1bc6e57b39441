"""What is written of a claim: one page each, with the headings of NetLogo's info pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.claims.claim import Claim
from sim.claims.data_verdict import DataVerdict
from sim.claims.index import CLAIMS, THEMES
from sim.claims.report.references import references
from sim.claims.report.tables import estimates_table, results_table
from sim.claims.report.words import (
    amendment_text,
    arm_text,
    box_text,
    essay_text,
    event_text,
    sentence,
)
from sim.claims.trial import Trial
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
# Where a mechanism shows: the classroom has one product, no rumour and no new image.
PLAIN: Final = ("classroom",)
SHOWS_IN: Final[dict[str, tuple[str, ...]]] = {
    "concentration": ("classroom", "--set product.products=4"),
    "rumour": ("byd-low-profile",),
    "slow-image": ("xiaomi-su7",),
}


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


def theme_of(claim: Claim) -> str:
    """Return the theme a claim belongs to."""
    return next(theme for theme, claims in THEMES.items() if claim.id in {one.id for one in claims})


def page_of(trial: Trial, data: DataVerdict) -> Page:
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
    events = ", ".join(map(event_text, setting.events))
    world = f"{claim.replicates} worlds of {setting.people:,} people over {setting.days:,} days"
    world += f"; {events}" if events else ""
    world += f"; without {', '.join(setting.without)} throughout" if setting.without else ""
    values = ", ".join(f"{name} = {value_text(value)}" for name, value in setting.values.items())
    arms = "; ".join(map(arm_text, claim.arms))
    return Section(
        HEADINGS[1],
        (
            *(f"`{one.name}`: {one.meaning}. Off: {one.off}." for one in switches),
            f"The world: {world}." + (f" Its values: {values}." if values else ""),
            f"The arms, under one luck, each with the mechanism and without: {arms}.",
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
    paragraphs = [claim.notice, f"Verdict in the model: {trial.verdict}{why}."]
    paragraphs.append(f"Expected before it was tried: {claim.expected}")
    if claim.amended:
        paragraphs.append(amendment_text(claim))
    if trial.box.draws:
        paragraphs.append(
            f"It holds, by its means, in {box_text(trial.box)} of {trial.box.draws} draws of the "
            "plausible parameter box."
        )
    if claim.built_in:
        paragraphs.append(
            f"Built in: its pattern ({claim.built_in}, docs/patterns.md) was used to choose the "
            "defaults, so that a verdict in its favour is no evidence for the model."
        )
    return Section(HEADINGS[3], tuple(paragraphs), results_table(trial))


def to_try(claim: Claim) -> Section:
    """Return what a reader may try: a scenario as it is, then without the mechanism, or with it."""
    commands: list[str] = []
    for name in claim.mechanisms:
        base = " ".join(("tarpeia run", *SHOWS_IN.get(name, PLAIN)))
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
    others = f"Other claims on the same mechanism: {', '.join(related)}."
    paragraphs = [others if related else "No other claim rests on this mechanism."]
    reported = [part.name for part in claim.parts if part.reported]
    if reported:
        paragraphs.append(f"Told but not judged: {'; '.join(reported)}.")
    return Section(HEADINGS[5], tuple(paragraphs))


def _data(claim: Claim, data: DataVerdict) -> Section:
    paragraphs = [f"Verdict of the data: {data.verdict}. {sentence(claim.evidence.data)}"]
    if claim.evidence.confounders:
        paragraphs.append(f"Confounders: {claim.evidence.confounders}.")
    table = estimates_table(data) if data.estimates else None
    return Section(HEADINGS[6], tuple(paragraphs), table)
