"""What is the same for everyone on one day: levers and mood as people meet them, and the luck."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import inner_kernel, open_formula
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


@open_formula
def nature_of(p: Any) -> Nature:
    """Return what people have in common, out of all parameters (``Values``)."""
    return Nature(
        circle=np.float32(p.circle),
        heard_half=np.float32(p.heard_half),
        admiration_decay=np.float32(p.admiration_decay),
        gain=np.float32(p.gain),
        hostility_decay=np.float32(p.hostility_decay),
        hostility_echo=np.float32(p.hostility_echo),
        expectation_rate=np.float32(p.expectation_rate),
        loss_weight=np.float32(p.loss_weight),
        fault=np.float32(p.fault),
        hearing_share=np.float32(p.hearing_share),
        blame_weight=np.float32(p.blame_weight),
        grievance_memory=np.float32(p.grievance_memory),
        shield=np.float32(p.shield),
        threshold=np.float32(p.threshold),
        threshold_passion=np.float32(p.threshold_passion),
        turning=np.float32(p.turning),
        carryover=np.float32(p.carryover),
        carryover_own=np.float32(p.carryover_own),
        leave=np.float32(p.leave),
        alienation=np.float32(p.alienation),
        resistance=np.float32(p.resistance),
        resistance_fading=np.float32(p.resistance_fading),
        scar=np.float32(p.scar),
        trust_healing=np.float32(p.trust_healing),
        first_passion=np.float32(p.first_passion),
        taking_part=np.float32(p.taking_part),
        following=np.float32(p.following),
        passion_gain=np.float32(p.passion_gain),
        expectation_gain=np.float32(p.expectation_gain),
        passion_demand=np.float32(p.passion_demand),
        critic=np.float32(p.critic),
        doubt=np.float32(p.doubt),
        voice_ending=np.float32(p.voice_ending),
    )


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
def keys_of(seed: Any, day: int) -> Keys:
    """Return today's stream keys."""
    return Keys(
        speak=stream(seed, _SPEAK, day),
        recruit=stream(seed, _RECRUIT, day),
        attack=stream(seed, _ATTACK, day),
        participate=stream(seed, _PARTICIPATE, day),
        turn=stream(seed, _TURN, day),
        product=stream(seed, _PRODUCT, day),
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
def charm_of(p: Any, levers: Any, mood: Any, visible: float) -> float:
    """Return how the founder draws people today: seen, warm, successful, and answering."""
    charm = visible * (1.0 + p.warmth_gain * levers[WARMTH]) * 2.0 * mood[SUCCESS]
    answered = p.reply_gain * mood[ANSWERED] * mood[CLIMATE]
    return charm * max(0.0, 1.0 + answered - p.slight * mood[SLIGHTED])


@inner_kernel
def news_of(p: Any, levers: Any, mood: Any) -> tuple[float, float, float]:
    """Return how bad news is met: offence taken, who sees it, and how far disappointment counts.

    The founder's stance decides: an apology relieves, a denial offends those who doubt it, and
    compensation makes good for what was expected.
    """
    offence = p.news_weight * mood[GRAVITY]
    offence *= 1.0 + p.idol_harshness * (1.0 - mood[IMAGE_SEEN])
    sees_bad = mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + p.news_half)
    gap_left = 1.0
    stance = levers[STANCE]
    if stance == STANCE_APOLOGISE:
        offence *= 1.0 - p.apology_relief
    elif stance == STANCE_DENY:
        offence *= 1.0 + p.denial_offence
        sees_bad *= 1.0 - p.denial_doubt
    elif stance == STANCE_COMPENSATE:
        gap_left = 1.0 - p.compensation_relief
    return offence, sees_bad, gap_left


@inner_kernel
def demand_of(p: Any, mood: Any, sees_good: float) -> float:
    """Return the chance that an indifferent person buys today: product, name, climate, promise."""
    demand = p.demand * mood[STRENGTH] * (1.0 + p.brand) * (1.0 + p.climate_demand * mood[CLIMATE])
    demand *= (1.0 + p.launch_demand * mood[LAUNCH]) * (1.0 + p.buzz_demand * sees_good)
    promise = max(0.0, mood[PUBLIC_EXPECTATION] - mood[STRENGTH])
    return demand * (1.0 + p.promise_demand * promise)


@inner_kernel
def concerned_by(p: Any, mood: Any) -> tuple[int, int]:
    """Return whom a fault concerns: bits of a person's marks, and what they must be."""
    if p.separate_products > 0.0:
        return OWNER | PRODUCT_BITS, OWNER | (int(mood[FAULTY]) << PRODUCT_SHIFT)
    return OWNER, OWNER


@inner_kernel
def today_of(p: Any, levers: Any, mood: Any) -> Today:
    """Return what is the same for everyone today, from levers and mood (both float64).

    Worked out in float64, handed to people in float32, as their feelings are.
    """
    climate = mood[CLIMATE]
    force = force_of(p.word_of_mouth)
    visible = 0.0 if levers[STANCE] == STANCE_SILENT else levers[EXPOSURE]
    charm = charm_of(p, levers, mood, visible)
    idealise = p.idealisation * (1.0 - p.refusal * mood[IMAGE_SEEN]) * charm
    offence, sees_bad, gap_left = news_of(p, levers, mood)
    sees_good = mood[GOOD_SURPRISE] / (mood[GOOD_SURPRISE] + p.news_half)
    loose = p.speaking * (1.0 + p.surprise_voice * mood[SURPRISE] / (1.0 + mood[SURPRISE]))
    open_nodes = levers[PARTICIPATION] * worth_of(p, mood)
    participation_most = _A_LITTLE_MORE * open_nodes * (p.taking_part + p.following)
    concern_bits, concerned = concerned_by(p, mood)
    perceived = min(1.0, max(0.0, mood[STRENGTH] + p.perception * climate))
    standards = p.fault * p.shifting_standards * (1.0 - mood[IMAGE_SEEN])
    return Today(
        praise_unit=np.float32(math.exp(p.climate_gain * climate) / LOUDNESS_LEVELS),
        blame_unit=np.float32(math.exp(-p.climate_gain * climate) / LOUDNESS_LEVELS),
        force=np.float32(force),
        persuasion_most=np.float32(_A_LITTLE_MORE * force),
        recruit=np.float32(min(1.0, p.recruitment * charm + p.coverage * sees_good)),
        idealise=np.float32(idealise),
        circle_idealise=np.float32(idealise * (1.0 - levers[DISTANCE])),
        expectation_base=np.float32(mood[STRENGTH]),
        expectation_hype=np.float32((1.0 - levers[CANDOUR]) * p.hype * visible),
        perceived=np.float32(perceived),
        sees_bad=np.float32(sees_bad),
        sees_good=np.float32(sees_good),
        offence=np.float32(offence),
        gap_left=np.float32(gap_left),
        founder_blamed=np.float32(mood[FOUNDER_BLAMED]),
        open_nodes=np.float32(open_nodes),
        participation_most=np.float32(participation_most),
        demand=np.float32(demand_of(p, mood, sees_good)),
        voice_praise=np.float32(loose * agreement(p.spiral, climate)),
        voice_blame=np.float32(loose * agreement(p.spiral, -climate)),
        attack=np.float32(p.attack * mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + 1.0)),
        public_expectation=np.float32(mood[PUBLIC_EXPECTATION]),
        standards=np.float32(standards),
        concern_bits=np.int8(concern_bits),
        concerned=np.int8(concerned),
        products=p.products,
    )
