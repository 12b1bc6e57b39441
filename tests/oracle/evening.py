"""The evening of the oracle's day: calls on the founder are answered, and the row is written."""

from __future__ import annotations

from typing import Any

from sim.model import layout
from tests.oracle.people import UNITS
from tests.oracle.state import LOUDNESS, Firm, Founder, Mood, Sums


def answer(p: Any, founder: Founder, sums: Sums, people: int, replies: float) -> None:
    """Answer some of the calls on the founder: those of voices, and those he invites."""
    invited = p.reply_invitation * replies
    voices = sums.voices_praise + sums.voices_blame
    calls = founder.coupling * voices / people + invited
    given = min(replies, p.reply_capacity)
    founder.answered = founder.slighted = 0.0
    if replies > 0.0:
        founder.answered = given / (given + calls)
    if calls > 0.0:
        founder.slighted = (invited / calls) * (max(0.0, calls - given) / calls)


def row_of(
    p: Any, founder: Founder, firm: Firm, mood: Mood, sums: Sums, people: int
) -> dict[str, float]:
    """Return the part of a row that the phases before the evening have not written."""
    praise, blame = sums.praise / LOUDNESS, sums.blame / LOUDNESS
    same_names = (
        "fans",
        "anti_fans",
        "critics",
        "resisters",
        "owners",
        "recruits",
        "cooled",
        "recovered",
        "alienated",
        "voices_praise",
        "voices_blame",
        "attacks",
        "participants",
    )
    row = {name: float(getattr(sums, name)) for name in same_names}
    row |= {
        "silent": float(people - sums.fans - sums.anti_fans),
        "fan_circle": float(sums.circle),
        "fan_share": sums.fans / people,
        "anti_fan_share": sums.anti_fans / people,
        "fan_circle_share": sums.circle / people,
        "praise": praise,
        "blame": blame,
        "voiced_sentiment": balance(praise, blame),
        "private_sentiment": balance(float(sums.admiration), float(sums.hostility)),
        "climate": mood.climate,
        "attention": mood.attention,
        "habituation": mood.habituation,
        "surprise": mood.surprise,
        "fan_to_black": float(sums.turned),
        "passion_turned": sums.passion_turned / UNITS,
        "hostility_made": sums.hostility_made / UNITS,
        "mean_passion": mean(sums.admiration, sums.fans),
        "mean_hostility": mean(sums.hostility, sums.anti_fans),
        "mean_expectation": mean(sums.expectation, sums.fans),
        "mean_grievance": mean(sums.grievance, sums.fans),
        "coupling": founder.coupling,
        "reservoir": mood.reservoir,
        "success": firm.success,
        "strength": firm.strength,
        "perceived_strength": min(1.0, max(0.0, firm.strength + p.perception * mood.climate)),
        "demand_unanswered": 1.0 - founder.answered,
        "image_seen": founder.image_seen,
        "quality_debt": firm.debt,
        "novelty": founder.novelty,
        "benefit_seen": founder.benefit,
        "slighted": founder.slighted,
        "reach_outlets": mood.dose_good + mood.dose_bad,
        "reach_own": mood.reach_own,
    }
    for name in layout.LEVERS:
        lever = getattr(founder, name)
        if isinstance(lever, str):
            lever = float(layout.STANCES.index(lever))
        row[name] = lever
    return row


def balance(one: float, other: float) -> float:
    """Return (one - other) / (one + other), 0 where both are 0."""
    both = one + other
    if both > 0.0:
        return (one - other) / both
    return 0.0


def mean(total: int, count: int) -> float:
    """Return the mean of a total in units of 2**-20, 0 of nothing."""
    if count > 0:
        return total / UNITS / count
    return 0.0
