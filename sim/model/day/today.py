"""What is the same for everyone on one day: levers and mood as people meet them, and the luck."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import inner_kernel
from sim.model.day.conversation import agreement
from sim.model.layout import (
    ANSWERED,
    BAD_SURPRISE,
    BENEFIT,
    CANDOUR,
    CLIMATE,
    DISTANCE,
    EXPOSURE,
    FAULTY,
    FOUNDER_BLAMED,
    GOOD_SURPRISE,
    GRAVITY,
    IMAGE_SEEN,
    LAUNCH,
    LOUDNESS_LEVELS,
    NOVELTY,
    OWNER,
    PARTICIPATION,
    PRODUCT_BITS,
    PRODUCT_SHIFT,
    PUBLIC_EXPECTATION,
    SLIGHTED,
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
from sim.model.randomness import Decision, stream

_SPEAK = int(Decision.SPEAK)
_RECRUIT = int(Decision.RECRUIT)
_ATTACK = int(Decision.ATTACK)
_PARTICIPATE = int(Decision.PARTICIPATE)
_TURN = int(Decision.TURN)
_PRODUCT = int(Decision.PRODUCT)

# A chance that must not come out below what it bounds: 16 units of float32's last digit.
_A_LITTLE_MORE = 1.000001
# How strongly praise pulls where it wins for certain.
_CERTAIN = 1e9


class Nature(NamedTuple):
    """Parameters (``sim.model.entries``) that all people have in common, each a float32."""

    circle: Any
    heard_half: Any
    admiration_decay: Any
    gain: Any
    hostility_decay: Any
    hostility_echo: Any
    expectation_rate: Any
    loss_weight: Any
    fault: Any
    hearing_share: Any
    blame_weight: Any
    grievance_memory: Any
    shield: Any
    threshold: Any
    threshold_passion: Any
    turning: Any
    carryover: Any
    carryover_own: Any
    leave: Any
    alienation: Any
    resistance: Any
    resistance_fading: Any
    scar: Any
    trust_healing: Any
    first_passion: Any
    taking_part: Any
    following: Any
    passion_gain: Any
    expectation_gain: Any
    passion_demand: Any
    critic: Any
    doubt: Any
    voice_ending: Any


def nature_of(values: Any) -> Nature:
    """Return what people have in common, out of all parameters (``Values``)."""
    return Nature(*(np.float32(getattr(values, name)) for name in Nature._fields))


class Today(NamedTuple):
    """What is the same for everyone on one day, each a float32 but the last three.

    ``concern_bits``, ``concerned`` (int8): whose marks, in these bits, are ``concerned`` owns the
    product at fault. ``products`` (float64): how many there are.
    """

    praise_unit: Any
    blame_unit: Any
    force: Any
    persuasion_most: Any
    recruit: Any
    idealise: Any
    circle_idealise: Any
    expectation_base: Any
    expectation_hype: Any
    perceived: Any
    sees_bad: Any
    sees_good: Any
    offence: Any
    gap_left: Any
    founder_blamed: Any
    open_nodes: Any
    participation_most: Any
    demand: Any
    voice_praise: Any
    voice_blame: Any
    attack: Any
    public_expectation: Any
    standards: Any
    concern_bits: Any
    concerned: Any
    products: Any


class Keys(NamedTuple):
    """Keys (uint64) of today's streams, each of two decisions nobody needs apart.

    A person's word of a stream (``randomness.word``) decides the first in its higher half and the
    second in its lower: ``speak`` and news, ``recruit`` and resistance, ``attack`` and trust,
    ``participate`` and purchase, ``turn`` and the end of a voice. ``product`` decides alone.
    """

    speak: Any
    recruit: Any
    attack: Any
    participate: Any
    turn: Any
    product: Any


@inner_kernel
def keys_of(seed: Any, day: int) -> Any:
    """Return today's stream keys."""
    return Keys(
        stream(seed, _SPEAK, day),
        stream(seed, _RECRUIT, day),
        stream(seed, _ATTACK, day),
        stream(seed, _PARTICIPATE, day),
        stream(seed, _TURN, day),
        stream(seed, _PRODUCT, day),
    )


@inner_kernel
def force_of(transmissibility: float) -> float:
    """Return x such that a unit of praise wins with 1 - e^-x, the transmissibility."""
    return -math.log1p(-transmissibility) if transmissibility < 1.0 else _CERTAIN


@inner_kernel
def worth_of(p: Any, mood: Any) -> float:
    """Return what taking part is worth, 0 to 1, where that matters (essay 2): else 1.

    Simple, and beneficial, interesting while new, or authentic.
    """
    worth = p.simple * (mood[BENEFIT] + p.interesting * mood[NOVELTY] + p.authentic) / 3.0
    return (1.0 - p.worth_weight) + p.worth_weight * worth


@inner_kernel
def today_of(p: Any, levers: Any, mood: Any) -> Any:
    """Return what is the same for everyone today, from levers and mood (both float64).

    Worked out in float64, handed to people in float32, as their feelings are.
    """
    climate = mood[CLIMATE]
    force = force_of(p.word_of_mouth)
    stance = levers[STANCE]
    visible = 0.0 if stance == STANCE_SILENT else levers[EXPOSURE]
    charm = visible * (1.0 + p.warmth_gain * levers[WARMTH]) * 2.0 * mood[SUCCESS]
    charm *= max(0.0, 1.0 + p.reply_gain * mood[ANSWERED] * climate - p.slight * mood[SLIGHTED])
    idol = 1.0 - mood[IMAGE_SEEN]
    idealise = p.idealisation * (1.0 - p.refusal * mood[IMAGE_SEEN]) * charm
    offence = p.news_weight * mood[GRAVITY]
    offence *= 1.0 + p.idol_harshness * idol
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
    promise = max(0.0, mood[PUBLIC_EXPECTATION] - mood[STRENGTH])
    demand *= 1.0 + p.promise_demand * promise
    loose = p.speaking * (1.0 + p.surprise_voice * mood[SURPRISE] / (1.0 + mood[SURPRISE]))
    open_nodes = levers[PARTICIPATION] * worth_of(p, mood)
    participation_most = _A_LITTLE_MORE * open_nodes * (p.taking_part + p.following)
    bits, concerned = OWNER, OWNER
    if p.separate_products > 0.0:
        bits = OWNER | PRODUCT_BITS
        concerned = OWNER | (int(mood[FAULTY]) << PRODUCT_SHIFT)
    return Today(
        np.float32(math.exp(p.climate_gain * climate) / LOUDNESS_LEVELS),
        np.float32(math.exp(-p.climate_gain * climate) / LOUDNESS_LEVELS),
        np.float32(force),
        np.float32(_A_LITTLE_MORE * force),
        np.float32(min(1.0, p.recruitment * charm + p.coverage * sees_good)),
        np.float32(idealise),
        np.float32(idealise * (1.0 - levers[DISTANCE])),
        np.float32(mood[STRENGTH]),
        np.float32((1.0 - levers[CANDOUR]) * p.hype * visible),
        np.float32(min(1.0, max(0.0, mood[STRENGTH] + p.perception * climate))),
        np.float32(sees_bad),
        np.float32(sees_good),
        np.float32(offence),
        np.float32(gap_left),
        np.float32(mood[FOUNDER_BLAMED]),
        np.float32(open_nodes),
        np.float32(participation_most),
        np.float32(demand),
        np.float32(loose * agreement(p.spiral, climate)),
        np.float32(loose * agreement(p.spiral, -climate)),
        np.float32(p.attack * mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + 1.0)),
        np.float32(mood[PUBLIC_EXPECTATION]),
        np.float32(p.fault * p.shifting_standards * idol),
        np.int8(bits),
        np.int8(concerned),
        p.products,
    )
