"""What is the same for everyone on one day: levers and mood as people meet them, and the luck."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim.compiled import inner_kernel
from sim.day.conversation import agreement
from sim.layout import (
    ANSWERED,
    BAD_SURPRISE,
    CANDOUR,
    CLIMATE,
    DISTANCE,
    EXPOSURE,
    FOUNDER_BLAMED,
    GOOD_SURPRISE,
    GRAVITY,
    IMAGE,
    LAUNCH,
    LOUDNESS_LEVELS,
    PARTICIPATION,
    PUBLIC_EXPECTATION,
    STANCE,
    STANCE_APOLOGISE,
    STANCE_COMPENSATE,
    STANCE_DENY,
    STANCE_SILENT,
    STRENGTH,
    SUCCESS,
    SURPRISE,
    WARMTH,
)
from sim.randomness import Decision, stream

_RECRUIT = int(Decision.RECRUIT)
_PARTICIPATE = int(Decision.PARTICIPATE)
_ALIENATE = int(Decision.ALIENATE)
_RESISTANCE = int(Decision.RESISTANCE)
_TRUST = int(Decision.TRUST)
_NEWS = int(Decision.NEWS)
_PURCHASE = int(Decision.PURCHASE)
_SPEAK = int(Decision.SPEAK)
_ATTACK = int(Decision.ATTACK)
_TURN = int(Decision.TURN)
_VOICE_ENDS = int(Decision.VOICE_ENDS)


class Today(NamedTuple):
    """What is the same for everyone on one day; all float64."""

    praise_weight: float
    praise_unit: float
    blame_unit: float
    persuasion_most: float
    charm: float
    recruit: float
    idealise: float
    circle_idealise: float
    expectation_base: float
    expectation_hype: float
    perceived: float
    sees_bad: float
    sees_good: float
    offence: float
    gap_left: float
    founder_blamed: float
    open_nodes: float
    participation_most: float
    demand: float
    voice_praise: float
    voice_blame: float
    attack: float
    public_expectation: float


class Keys(NamedTuple):
    """Keys (uint64) of today's streams, one a decision."""

    recruit: Any
    participate: Any
    alienate: Any
    resistance: Any
    trust: Any
    news: Any
    purchase: Any
    speak: Any
    attack: Any
    turn: Any
    voice_ends: Any


@inner_kernel
def keys_of(seed: Any, day: int) -> Any:
    """Return today's stream keys."""
    return Keys(
        stream(seed, _RECRUIT, day),
        stream(seed, _PARTICIPATE, day),
        stream(seed, _ALIENATE, day),
        stream(seed, _RESISTANCE, day),
        stream(seed, _TRUST, day),
        stream(seed, _NEWS, day),
        stream(seed, _PURCHASE, day),
        stream(seed, _SPEAK, day),
        stream(seed, _ATTACK, day),
        stream(seed, _TURN, day),
        stream(seed, _VOICE_ENDS, day),
    )


@inner_kernel
def persuasion_most(transmissibility: float, weight: float) -> float:
    """Return x such that m units of praise leave at least 1 - x (m + 1/2) of the chance (1 - T)^m.

    As e^-y >= 1 - y, x is -ln(1 - T) for a unit of praise; a little more, for the rounding.
    """
    force = LOUDNESS_LEVELS * 1.0
    if transmissibility < 1.0:
        force = min(force, -math.log(1.0 - transmissibility))
    return 1.000001 * force * max(1.0, weight) / LOUDNESS_LEVELS


@inner_kernel
def today_of(p: Any, levers: Any, mood: Any) -> Any:
    """Return what is the same for everyone today, from levers and mood (both float64)."""
    climate = mood[CLIMATE]
    praise_weight = math.exp(p.climate_gain * climate)
    stance = levers[STANCE]
    visible = 0.0 if stance == STANCE_SILENT else levers[EXPOSURE]
    charm = visible * (1.0 + p.warmth_gain * levers[WARMTH]) * 2.0 * mood[SUCCESS]
    charm *= max(0.0, 1.0 + p.reply_gain * mood[ANSWERED] * climate)
    idealise = p.idealisation * (1.0 - p.refusal * levers[IMAGE]) * charm
    offence = p.news_weight * mood[GRAVITY]
    offence *= 1.0 + p.idol_harshness * (1.0 - levers[IMAGE])
    sees_bad = mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + p.news_half)
    gap_left = 1.0
    if stance == STANCE_APOLOGISE:
        offence *= 1.0 - p.apology_relief
    elif stance == STANCE_DENY:
        offence *= 1.0 + p.denial_offence
        sees_bad *= 1.0 - p.denial_doubt
    elif stance == STANCE_COMPENSATE:
        gap_left = 1.0 - p.compensation_relief
    sees_good = mood[GOOD_SURPRISE] / (mood[GOOD_SURPRISE] + p.news_half)
    demand = p.demand * mood[STRENGTH] * (1.0 + p.brand) * (1.0 + p.climate_demand * climate)
    demand *= (1.0 + p.launch_demand * mood[LAUNCH]) * (1.0 + p.buzz_demand * sees_good)
    loose = p.speaking * (1.0 + p.surprise_voice * mood[SURPRISE] / (1.0 + mood[SURPRISE]))
    return Today(
        praise_weight,
        praise_weight / LOUDNESS_LEVELS,
        math.exp(-p.climate_gain * climate) / LOUDNESS_LEVELS,
        persuasion_most(p.word_of_mouth, praise_weight),
        charm,
        min(1.0, p.recruitment * charm + p.coverage * sees_good),
        idealise,
        idealise * (1.0 - levers[DISTANCE]),
        mood[STRENGTH],
        (1.0 - levers[CANDOUR]) * p.hype * visible,
        min(1.0, max(0.0, mood[STRENGTH] + p.perception * climate)),
        sees_bad,
        sees_good,
        offence,
        gap_left,
        mood[FOUNDER_BLAMED],
        levers[PARTICIPATION],
        1.000001 * levers[PARTICIPATION] * (p.taking_part + p.following),
        demand,
        loose * agreement(p.spiral, climate),
        loose * agreement(p.spiral, -climate),
        p.attack * mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + 1.0),
        mood[PUBLIC_EXPECTATION],
    )
