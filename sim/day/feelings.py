"""What a day does to feelings, and to whom it does more: the first, fast half of phase 5.

On most days most people hear little and do nothing. ``feel`` goes over a chunk of the crowd without
a branch, so that it runs on vectors: feelings change, and everyone to whom anything else might
happen is marked for ``sim.day.actions``, where the rules stand. It may mark too many, never too
few: for rules that are costly to work out it uses a bound on the chance, with the same draw.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.compiled import formula, inner_kernel
from sim.day.conversation import word_of
from sim.layout import (
    ANTI_FAN,
    BETRAYED,
    FAN,
    FIXED_POINT,
    HEARD_BITS,
    HEARD_MASK,
    MOST_COUNTED,
    OWNER,
    RESISTER,
    SILENT,
    SPENT,
    T_ADMIRATION,
    T_CIRCLE,
    T_EXPECTATION,
    T_GRIEVANCE,
    T_HOSTILITY,
)
from sim.randomness import uniform

# People worked on at a time; what is known of them then stays in the processor's nearest memory.
CHUNK: Final = 1024

# What each of a chunk heard: rows of a float64 (3, CHUNK), praise and blame in units of loudness.
PRAISE: Final = 0
BLAME: Final = 1
NOISE: Final = 2


@formula
def rounded(x: float) -> float:
    """Return a number as the state keeps it: the nearest float32."""
    return float(np.float32(x))


@formula
def expect(p: Any, today: Any, expectation: float, passion: float) -> float:
    """Return the expectation after a day: it moves toward strength + hype (Oliver 1980)."""
    target = today.expectation_base + today.expectation_hype * (1.0 + passion) * 0.5
    return expectation + p.expectation_rate * (target - expectation)


@formula
def aggrieve(
    p: Any, today: Any, grievance: float, expectation: float, blamed: float,
    shield: float, praise: float, blame: float, saw_news: bool,
) -> float:  # fmt: skip
    """Return the grievance after a day: memory, news that disappoints, blame that is heard."""
    gap = max(0.0, expectation - today.perceived) * today.gap_left
    blow = today.offence * (p.loss_weight * gap + p.fault) * blamed if saw_news else 0.0
    rest = praise if p.hearing_share > 0.0 else p.heard_half
    heard = p.blame_weight * blame / (blame + rest) * shield if blame > 0.0 else 0.0
    return p.grievance_memory * grievance + blow + heard


@formula
def threshold_of(p: Any, passion: float, trait: float) -> float:
    """Return the grievance at which a fan turns: the more devoted holds out longer."""
    return (p.threshold + p.threshold_passion * passion) * trait


@formula
def admire(p: Any, today: Any, passion: float, expectation: float, share: float) -> float:
    """Return a fan's passion after a day: idealised, fading, pleased by better than expected.

    ``share`` is the part of praise in what he hears, with ``heard_half`` beside it.
    """
    growth = today.circle_idealise if passion > p.circle else today.idealise
    gained = growth * passion * (1.0 - passion) * share - p.admiration_decay * passion
    pleased = p.gain * max(0.0, today.perceived - expectation) * today.sees_good
    return min(1.0, max(0.0, passion + gained + pleased))


@formula
def calm(p: Any, passion: float, echo: float) -> float:
    """Return an anti-fan's passion (negative) after a day: hostility fades, blame holds it up."""
    return passion * (1.0 - p.hostility_decay * (1.0 - p.hostility_echo * echo))


@formula
def recruitment(today: Any, escape: float, readiness: float) -> float:
    """Return the probability that charm, good news or praise wins a silent person today."""
    return readiness * (1.0 - (1.0 - today.recruit) * escape)


@formula
def takes_part(p: Any, today: Any, praise: float, readiness: float) -> float:
    """Return the probability of taking part today: unasked, or because others praise."""
    drawn = p.taking_part + p.following * praise / (praise + p.heard_half)
    return today.open_nodes * readiness * drawn


@formula
def buys(p: Any, today: Any, passion: float) -> float:
    """Return the probability that a person who owns none buys today."""
    return today.demand * (1.0 + p.passion_demand * passion)


@inner_kernel
def hear(
    low: int, high: int, attack_noise: int, complete: bool, hall: Any, voice: Any, heard: Any,
    hearing: Any,
) -> None:  # fmt: skip
    """Take apart what the people ``low`` to ``high - 1`` heard, and empty it.

    Parameters
    ----------
    low, high : int
        At most ``CHUNK`` people.
    attack_noise : int
        Voices of noise an attack is.
    complete : bool
        Whether everyone hears everyone; then ``hall`` (int64, 3) holds the sums, one's own
        ``voice`` (int8, people) among them.
    heard : int64 (people,)
        Packed sums; set to 0.
    hearing : float64 (3, CHUNK)
        Praise and blame in units of loudness, noise in voices; written.
    """
    if not complete:
        words = heard[low:high]
        for k in range(high - low):
            word = words[k]
            words[k] = 0
            hearing[PRAISE, k] = word & HEARD_MASK
            hearing[BLAME, k] = (word >> HEARD_BITS) & HEARD_MASK
            hearing[NOISE, k] = word >> (2 * HEARD_BITS)
        return
    for k in range(high - low):
        own = word_of(int(voice[low + k]), attack_noise)
        hearing[PRAISE, k] = hall[0] - (own & HEARD_MASK)
        hearing[BLAME, k] = hall[1] - ((own >> HEARD_BITS) & HEARD_MASK)
        hearing[NOISE, k] = hall[2] - (own >> (2 * HEARD_BITS))


@formula
def silent_may_act(
    p: Any, today: Any, marks: Any, readiness: float, praise_units: float, noise: float,
    first: float, second: float, third: float,
) -> Any:  # fmt: skip
    """Return whether a silent person may be won, repelled, reconciled, or owns the product."""
    resister = marks & RESISTER != 0
    escape = max(0.0, 1.0 - (praise_units + 0.5) * today.persuasion_most)
    return (
        (marks & OWNER != 0)
        | (first < recruitment(today, escape, readiness))
        | (second < (p.resistance_fading if resister else p.alienation * noise))
        | ((marks & BETRAYED != 0) & (third < p.trust_healing))
    )


@formula
def fan_may_act(
    p: Any, today: Any, marks: Any, passion: float, grievance: float, trait: float,
    activity: float, second: float, third: float,
) -> Any:  # fmt: skip
    """Return whether a fan may cool, turn or speak."""
    eager = passion - p.doubt * grievance
    return (
        (passion < p.leave)
        | (grievance >= threshold_of(p, passion, trait))
        | ((marks & OWNER != 0) & (grievance > p.critic))
        | (second < today.voice_praise * activity * eager)
        | ((passion > p.circle) & (third < today.attack))
    )


@formula
def anti_fan_may_act(p: Any, today: Any, passion: float, activity: float, second: float) -> Any:
    """Return whether an anti-fan may recover or speak."""
    return (-passion < p.leave) | (second < today.voice_blame * activity * -passion)


@inner_kernel
def feel(
    low: int, high: int, p: Any, today: Any, keys: Any, hearing: Any, crowd: Any, acts: Any,
    totals: Any,
) -> None:  # fmt: skip
    """Let the people ``low`` to ``high - 1`` feel, and find those who may do more.

    Fans and anti-fans get their new passion, expectation and grievance, and are added to ``totals``
    (int64). ``acts`` (int8, CHUNK) is written: 1 for everyone who may change role or marks, take
    part, buy or speak, who has just spoken, and for owners among the silent.

    Parameters
    ----------
    p, today, keys : Values, Today, Keys
    hearing : float64 (3, CHUNK)
    crowd : Crowd
    """
    circle, admiration, hostility, expectations, grievances = 0, 0, 0, 0, 0
    # Views that begin at the chunk: with an index that cannot be negative the loop runs on vectors.
    roles, marked, voices = crowd.role[low:high], crowd.marks[low:high], crowd.voice[low:high]
    passions, expected = crowd.passion[low:high], crowd.expectation[low:high]
    grieved, susceptible = crowd.grievance[low:high], crowd.susceptibility[low:high]
    traits, active = crowd.threshold[low:high], crowd.activity[low:high]
    praised, blamed, noise = hearing[PRAISE], hearing[BLAME], hearing[NOISE]
    for k in range(high - low):
        i = low + k
        marks = marked[k]
        silent, fan, anti_fan = roles[k] == SILENT, roles[k] == FAN, roles[k] == ANTI_FAN
        owner = marks & OWNER != 0
        # One draw serves several decisions where no one person makes two of them.
        of_noise = keys.resistance if marks & RESISTER != 0 else keys.alienate
        first = uniform(keys.news if fan else keys.recruit, i)
        second = uniform(of_noise if silent else keys.speak, i)
        third = uniform(keys.attack if fan else keys.trust, i)

        praise = praised[k] * today.praise_unit
        blame = blamed[k] * today.blame_unit
        share = (praise if fan else blame) / (praise + blame + p.heard_half)
        before = float(passions[k])
        expectation = float(expected[k])
        grievance = float(grieved[k])
        admired = admire(p, today, before, expectation, share)
        passion = rounded(admired if fan else calm(p, before, share))
        expectation = rounded(expect(p, today, expectation, passion)) if fan else expectation
        hurt = aggrieve(
            p, today, grievance, expectation, 1.0 if owner else today.founder_blamed,
            1.0 - p.shield * passion, praise, blame, first < today.sees_bad,
        )  # fmt: skip
        faded = grievance if silent else p.grievance_memory * grievance
        grievance = rounded(hurt if fan else faded)

        readiness = float(susceptible[k])
        activity = float(active[k]) if marks & SPENT == 0 else 0.0
        open_to = readiness if silent else passion
        joins = uniform(keys.participate, i) < today.participation_most * open_to
        purchase = ~owner & (uniform(keys.purchase, i) < buys(p, today, passion))
        moved = joins | purchase
        won = silent_may_act(p, today, marks, readiness, praised[k], noise[k], first, second, third)
        roused = fan_may_act(
            p, today, marks, passion, grievance, float(traits[k]), activity, second, third
        )
        hostile = anti_fan_may_act(p, today, passion, activity, second)
        of_role = (silent & (won | moved)) | (fan & (roused | moved)) | (anti_fan & hostile)
        acts[k] = of_role | (voices[k] != 0)
        passions[k] = passion
        expected[k] = expectation
        grieved[k] = grievance

        circle += fan & (passion > p.circle)
        admiration += int(passion * FIXED_POINT) if fan else 0
        hostility += int(-passion * FIXED_POINT) if anti_fan else 0
        expectations += int(expectation * FIXED_POINT) if fan else 0
        grievances += int(min(grievance, MOST_COUNTED) * FIXED_POINT) if fan else 0
    totals[T_CIRCLE] += circle
    totals[T_ADMIRATION] += admiration
    totals[T_HOSTILITY] += hostility
    totals[T_EXPECTATION] += expectations
    totals[T_GRIEVANCE] += grievances
