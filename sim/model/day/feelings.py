"""What a day does to feelings, and to whom it does more: the first, fast half of the people phase.

On most days most people hear little and do nothing. ``hear``, ``draw``, ``feel`` and ``mark`` go
over a chunk of the crowd without a branch, so that they run on vectors: feelings change, and
everyone to whom anything else might happen is marked for ``sim.model.day.actions``, where the rules
stand. ``mark`` may mark too many, never too few: for rules that are costly to work out it uses a
bound on the chance, with the same draw. Four short loops, because a processor looks ahead a few
hundred instructions: in one long loop it would wait for each person's last result.

All numbers of people are float32, and so is what is worked out of them: twice as many go into a
vector. A literal number would make them float64, so constants have names.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.model.compiled import formula, inner_kernel
from sim.model.day.conversation import word_of
from sim.model.layout import (
    ANTI_FAN,
    BETRAYED,
    FAN,
    FIXED_POINT,
    HEARD_BITS,
    HEARD_MASK,
    JOINED,
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
from sim.model.randomness import first_of, second_of, word

ZERO: Final = np.float32(0.0)
HALF: Final = np.float32(0.5)
ONE: Final = np.float32(1.0)
# Sums over people are of whole numbers: feelings count in units of 2**-20, grievance to a limit.
UNITS: Final = np.float32(FIXED_POINT)
MOST: Final = np.float32(MOST_COUNTED)

# People worked on at a time; what is known of them then stays in the processor's nearest memory.
CHUNK: Final = 1024

# What each of a chunk heard: rows of a float32 (3, CHUNK), praise and blame in units of loudness.
PRAISE: Final = 0
BLAME: Final = 1
NOISE: Final = 2

# What each of a chunk draws: rows of a float32 (5, CHUNK). What the first three decide depends on
# the role: of the silent winning, resistance and trust; of others speaking, news and attack.
FIRST: Final = 0
SECOND: Final = 1
THIRD: Final = 2
JOINS: Final = 3
BUYS: Final = 4


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
    praise: np.float32,
    blame: np.float32,
    saw_news: bool,
) -> np.float32:
    """Return the grievance after a day: memory, news that disappoints, blame that is heard.

    Standards may shift: a fault is worse to who idolises more.
    """
    gap = max(ZERO, expectation - today.perceived) * today.gap_left
    fault = p.fault + today.standards * passion
    blow = today.offence * (p.loss_weight * gap + fault) * blamed if saw_news else ZERO
    rest = praise if p.hearing_share > ZERO else p.heard_half
    heard = p.blame_weight * blame / (blame + rest) * shield if blame > ZERO else ZERO
    return p.grievance_memory * grievance + blow + heard


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


@inner_kernel
def hear(
    low: int,
    high: int,
    attack_noise: int,
    complete: bool,
    hall: Any,
    voice: Any,
    heard: Any,
    hearing: Any,
) -> None:
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
    hearing : float32 (3, CHUNK)
        Praise and blame in units of loudness, noise in voices; written.
    """
    if not complete:
        words = heard[low:high]
        for k in range(high - low):
            heap = words[k]
            words[k] = 0
            hearing[PRAISE, k] = heap & HEARD_MASK
            hearing[BLAME, k] = (heap >> HEARD_BITS) & HEARD_MASK
            hearing[NOISE, k] = heap >> (2 * HEARD_BITS)
        return
    for k in range(high - low):
        own = word_of(int(voice[low + k]), attack_noise)
        hearing[PRAISE, k] = hall[0] - (own & HEARD_MASK)
        hearing[BLAME, k] = hall[1] - ((own >> HEARD_BITS) & HEARD_MASK)
        hearing[NOISE, k] = hall[2] - (own >> (2 * HEARD_BITS))


@formula
def silent_may_act(
    p: Any,
    today: Any,
    marks: Any,
    readiness: np.float32,
    praise: np.float32,
    noise: np.float32,
    first: np.float32,
    second: np.float32,
    third: np.float32,
) -> Any:
    """Return whether a silent person may be won, repelled, reconciled, or owns the product."""
    resister = marks & RESISTER != 0
    caught = min(ONE, praise * today.persuasion_most)  # 1 - e^-x <= x
    return (
        (marks & OWNER != 0)
        | (first < recruitment(today, caught, readiness))
        | (second < (p.resistance_fading if resister else p.alienation * noise))
        | ((marks & BETRAYED != 0) & (third < p.trust_healing))
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
    first: np.float32,
    third: np.float32,
) -> Any:
    """Return whether a fan may cool, turn or speak."""
    eager = passion - p.doubt * grievance
    return (
        (passion < p.leave)
        | (grievance >= threshold_of(p, passion, trait))
        | ((marks & OWNER != 0) & (grievance > p.critic))
        | (first < today.voice_praise * activity * eager)
        | ((passion > p.circle) & (third < today.attack))
    )


@formula
def anti_fan_may_act(
    p: Any, today: Any, passion: np.float32, activity: np.float32, first: np.float32
) -> Any:
    """Return whether an anti-fan may recover or speak."""
    return (-passion < p.leave) | (first < today.voice_blame * activity * -passion)


@inner_kernel
def draw(low: int, high: int, keys: Any, crowd: Any, luck: Any) -> None:
    """Draw for the people ``low`` to ``high - 1`` what most of them might need today.

    Parameters
    ----------
    keys : Keys
    crowd : Crowd
    luck : float32 (5, CHUNK)
        Uniform in [0, 1); written.
    """
    roles = crowd.role[low:high]
    own, other, third = luck[FIRST], luck[SECOND], luck[THIRD]
    joins, buying = luck[JOINS], luck[BUYS]
    for k in range(high - low):
        i = low + k
        bits = word(keys.recruit if roles[k] == SILENT else keys.speak, i)
        own[k] = first_of(bits)
        other[k] = second_of(bits)
        bits = word(keys.attack, i)
        third[k] = first_of(bits) if roles[k] == FAN else second_of(bits)
        bits = word(keys.participate, i)
        joins[k] = first_of(bits)
        buying[k] = second_of(bits)


@inner_kernel
def feel(
    low: int, high: int, p: Any, today: Any, hearing: Any, luck: Any, crowd: Any, totals: Any
) -> None:
    """Let the fans and anti-fans among ``low`` to ``high - 1`` feel: the day's new feelings.

    Passion, expectation and grievance are written, and added to ``totals`` (int64).

    Parameters
    ----------
    p, today : Nature, Today
    hearing : float32 (3, CHUNK)
    luck : float32 (5, CHUNK)
    crowd : Crowd
    """
    circle, net, gross, expectations, grievances = 0, 0, 0, 0, 0
    # Views that begin at the chunk: with an index that cannot be negative the loop runs on vectors.
    roles, marked = crowd.role[low:high], crowd.marks[low:high]
    passions, expected = crowd.passion[low:high], crowd.expectation[low:high]
    grieved = crowd.grievance[low:high]
    praised, blamed, news = hearing[PRAISE], hearing[BLAME], luck[SECOND]
    for k in range(high - low):
        silent, fan = roles[k] == SILENT, roles[k] == FAN
        praise = praised[k] * today.praise_unit
        blame = blamed[k] * today.blame_unit
        share = (praise if fan else blame) / (praise + blame + p.heard_half)
        before = passions[k]
        expectation = expected[k]
        grievance = grieved[k]
        admired = admire(p, today, before, expectation, share)
        passion = admired if fan else calm(p, before, share)
        expectation = expect(p, today, expectation, passion) if fan else expectation
        hurt = aggrieve(
            p,
            today,
            grievance,
            expectation,
            passion,
            ONE if marked[k] & today.concern_bits == today.concerned else today.founder_blamed,
            ONE - p.shield * passion,
            praise,
            blame,
            news[k] < today.sees_bad,
        )
        faded = grievance if silent else p.grievance_memory * grievance
        grievance = hurt if fan else faded
        passions[k] = passion
        expected[k] = expectation
        grieved[k] = grievance
        circle += fan & (passion > p.circle)
        felt = int(passion * UNITS)  # above 0 of fans, below of anti-fans
        net += felt
        gross += abs(felt)
        expectations += int(expectation * UNITS) if fan else 0
        grievances += int(min(grievance, MOST) * UNITS) if fan else 0
    totals[T_CIRCLE] += circle
    totals[T_ADMIRATION] += (gross + net) // 2
    totals[T_HOSTILITY] += (gross - net) // 2
    totals[T_EXPECTATION] += expectations
    totals[T_GRIEVANCE] += grievances


@inner_kernel
def mark(
    low: int, high: int, p: Any, today: Any, hearing: Any, luck: Any, crowd: Any, acts: Any
) -> None:
    """Find those among ``low`` to ``high - 1`` who may do more than feel.

    ``acts`` (int8, CHUNK) is written: 1 for everyone who may change role or marks, take part, buy
    or speak, who has just spoken or taken part, and for owners among the silent. Other arguments as
    in ``feel``.
    """
    roles, marked, voices = crowd.role[low:high], crowd.marks[low:high], crowd.voice[low:high]
    passions, grieved = crowd.passion[low:high], crowd.grievance[low:high]
    susceptible, active = crowd.susceptibility[low:high], crowd.activity[low:high]
    traits = crowd.threshold[low:high]
    praised, noise = hearing[PRAISE], hearing[NOISE]
    own, other, third = luck[FIRST], luck[SECOND], luck[THIRD]
    joins, buying = luck[JOINS], luck[BUYS]
    for k in range(high - low):
        silent, fan, anti_fan = roles[k] == SILENT, roles[k] == FAN, roles[k] == ANTI_FAN
        marks = marked[k]
        passion = passions[k]
        readiness = susceptible[k]
        praise = praised[k] * today.praise_unit
        activity = active[k] if marks & SPENT == 0 else ZERO
        moved = joins[k] < today.participation_most * (readiness if silent else passion)
        moved |= (marks & OWNER == 0) & (buying[k] < buys(p, today, passion))
        won = silent_may_act(
            p, today, marks, readiness, praise, noise[k], own[k], other[k], third[k]
        )
        roused = fan_may_act(
            p, today, marks, passion, grieved[k], traits[k], activity, own[k], third[k]
        )
        hostile = anti_fan_may_act(p, today, passion, activity, own[k])
        of_role = (silent & (won | moved)) | (fan & (roused | moved)) | (anti_fan & hostile)
        acts[k] = of_role | (voices[k] != 0) | (marks & JOINED != 0)
