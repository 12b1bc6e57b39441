"""The rules of what people feel and do, as formulas of one person's numbers.

All numbers are float32, and so is what is worked out of them. A literal number would make them
float64, so constants have names.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from sim.model.compiled import formula
from sim.model.layout import BETRAYED, FIXED_POINT, MOST_COUNTED, OWNER, RESISTER

ZERO: Final = np.float32(0.0)
HALF: Final = np.float32(0.5)
ONE: Final = np.float32(1.0)
# Sums over people are of whole numbers: feelings count in units of 2**-20, grievance to a limit.
UNITS: Final = np.float32(FIXED_POINT)
MOST: Final = np.float32(MOST_COUNTED)


class Draws(NamedTuple):
    """What a person draws today, each in [0, 1); what they decide depends on the role.

    Of the silent winning, resistance and trust; of others speaking, news and attack.
    """

    first: Any
    second: Any
    third: Any


class Heard(NamedTuple):
    """What reaches a person today: praise and blame in units of loudness, and whether bad news."""

    praise: Any
    blame: Any
    saw_news: Any


@formula
def expect(p: Any, today: Any, expectation: np.float32, passion: np.float32) -> np.float32:
    """Return the expectation after a day: it moves toward strength + hype (Oliver 1980)."""
    target = today.expectation_base + today.expectation_hype * (ONE + passion) * HALF
    return expectation + p.expectation_rate * (target - expectation)


@formula
def aggrieve(
    p: Any,
    today: Any,
    grievance: np.float32,
    expectation: np.float32,
    passion: np.float32,
    blamed: np.float32,
    shield: np.float32,
    heard: Heard,
) -> np.float32:
    """Return the grievance after a day: memory, news that disappoints, blame that is heard.

    Standards may shift: a fault is worse to who idolises more.

    Parameters
    ----------
    p, today : Nature, Today
    grievance, expectation, passion : float32
    blamed : float32
        How far the person holds the founder to blame, 0 to 1.
    shield : float32
        How far what others say gets through, 0 to 1.
    heard : Heard
    """
    gap = max(ZERO, expectation - today.perceived) * today.gap_left
    fault = p.fault + today.standards * passion
    blow = today.offence * (p.loss_weight * gap + fault) * blamed if heard.saw_news else ZERO
    blame = heard.blame
    rest = heard.praise if p.hearing_share > ZERO else p.heard_half
    infected = p.blame_weight * blame / (blame + rest) * shield if blame > ZERO else ZERO
    return p.grievance_memory * grievance + blow + infected


@formula
def threshold_of(p: Any, passion: np.float32, trait: np.float32) -> np.float32:
    """Return the grievance at which a fan turns: the more devoted holds out longer."""
    return (p.threshold + p.threshold_passion * passion) * trait


@formula
def admire(
    p: Any, today: Any, passion: np.float32, expectation: np.float32, share: np.float32
) -> np.float32:
    """Return a fan's passion after a day: idealised, fading, pleased by better than expected.

    ``share`` is the part of praise in what he hears, with ``heard_half`` beside it.
    """
    growth = today.circle_idealise if passion > p.circle else today.idealise
    gained = growth * passion * (ONE - passion) * share - p.admiration_decay * passion
    pleased = p.gain * max(ZERO, today.perceived - expectation) * today.sees_good
    return min(ONE, max(ZERO, passion + gained + pleased))


@formula
def calm(p: Any, passion: np.float32, echo: np.float32) -> np.float32:
    """Return an anti-fan's passion (negative) after a day: hostility fades, blame holds it up."""
    return passion * (ONE - p.hostility_decay * (ONE - p.hostility_echo * echo))


@formula
def hostility_of(p: Any, passion: np.float32) -> np.float32:
    """Return the hostility of a fan who turns: some of the passion that was, own or anyone's."""
    carried = p.carryover_own * passion + (ONE - p.carryover_own) * HALF
    return p.carryover * carried


@formula
def alienation(p: Any, noise: np.float32) -> np.float32:
    """Return the probability that the noise of the fan circle repels a silent person today."""
    repelled = p.alienation * noise
    return repelled / (ONE + repelled)


@formula
def recruitment(today: Any, caught: np.float32, readiness: np.float32) -> np.float32:
    """Return the probability that charm, good news or praise wins a silent person today.

    ``caught`` is the probability that praise alone would win the readiest.
    """
    return readiness * (today.recruit + (ONE - today.recruit) * caught)


@formula
def takes_part(p: Any, today: Any, praise: np.float32, readiness: np.float32) -> np.float32:
    """Return the probability of taking part today: unasked, or because others praise."""
    drawn = p.taking_part + p.following * praise / (praise + p.heard_half)
    return today.open_nodes * readiness * drawn


@formula
def buys(p: Any, today: Any, passion: np.float32) -> np.float32:
    """Return the probability that a person who owns none buys today."""
    return today.demand * (ONE + p.passion_demand * passion)


@formula
def silent_may_act(
    p: Any,
    today: Any,
    marks: Any,
    readiness: np.float32,
    praise: np.float32,
    noise: np.float32,
    draws: Draws,
) -> Any:
    """Return whether a silent person may be won, repelled, reconciled, or owns the product."""
    resister = marks & RESISTER != 0
    caught = min(ONE, praise * today.persuasion_most)  # 1 - e^-x <= x
    return (
        (marks & OWNER != 0)
        | (draws.first < recruitment(today, caught, readiness))
        | (draws.second < (p.resistance_fading if resister else p.alienation * noise))
        | ((marks & BETRAYED != 0) & (draws.third < p.trust_healing))
    )


@formula
def fan_may_act(
    p: Any,
    today: Any,
    marks: Any,
    passion: np.float32,
    grievance: np.float32,
    trait: np.float32,
    activity: np.float32,
    draws: Draws,
) -> Any:
    """Return whether a fan may cool, turn or speak."""
    eager = passion - p.doubt * grievance
    return (
        (passion < p.leave)
        | (grievance >= threshold_of(p, passion, trait))
        | ((marks & OWNER != 0) & (grievance > p.critic))
        | (draws.first < today.voice_praise * activity * eager)
        | ((passion > p.circle) & (draws.third < today.attack))
    )


@formula
def anti_fan_may_act(
    p: Any, today: Any, passion: np.float32, activity: np.float32, first: np.float32
) -> Any:
    """Return whether an anti-fan may recover or speak."""
    return (-passion < p.leave) | (first < today.voice_blame * activity * -passion)
