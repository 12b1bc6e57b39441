"""What people do on a day: the second half of the people phase, for those whom ``mark`` has marked.

Lists of people, one a role; each kernel goes over a list, and reads feelings as they are stored.
The rules themselves are formulas in ``sim.model.day.rules``.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from sim.model.compiled import formula, inner_kernel
from sim.model.day.conversation import Speaker, choose_voice, loudness
from sim.model.day.groups import Desk
from sim.model.day.rules import (
    ONE,
    UNITS,
    ZERO,
    Heard,
    aggrieve,
    alienation,
    buys,
    expect,
    hostility_of,
    recruitment,
    takes_part,
    threshold_of,
)
from sim.model.layout import (
    ANTI_FAN,
    BETRAYED,
    BLAME,
    FAN,
    JOINED,
    NOISE,
    OWNER,
    PRAISE,
    PRODUCT_SHIFT,
    RESISTER,
    SILENT,
    SPENT,
    T_ALIENATED,
    T_BOUGHT,
    T_COOLED,
    T_CRITICS,
    T_HOSTILITY_MADE,
    T_PARTICIPANTS,
    T_PASSION_TURNED,
    T_RECOVERED,
    T_RECRUITS,
    T_TURNED,
)
from sim.model.randomness import first_of, second_of, uniform, word

# What ``Desk.acts`` holds of a person who takes part today; 1 is anyone who may act.
TAKES_PART: Final = 2


@formula
def caught_by(today: Any, praise: np.float32) -> np.float32:
    """Return the probability, 1 - (1 - T)^praise, that praise wins the readiest (Bass 1969)."""
    return np.float32(-math.expm1(-float(today.force) * float(praise)))


@inner_kernel
def silent_act(
    listed: Any, low: int, nature: Any, today: Any, keys: Any, crowd: Any, desk: Desk
) -> None:
    """Let silent people be repelled by noise, trust again, or be won.

    Parameters
    ----------
    listed : int64 (some,)
        Numbers of those who act.
    low : int
        Number of the chunk's first person.
    nature, today, keys : Nature, Today, Keys
    crowd : Crowd
        All arrays of the people; written.
    desk : Desk
        ``acts`` becomes ``TAKES_PART`` for those who do; counts are added to ``totals``.
    """
    hearing, acts, totals = desk.hearing, desk.acts, desk.totals
    for k in range(listed.shape[0]):
        i = listed[k]
        marks = int(crowd.marks[i])
        praise = hearing[PRAISE, i - low] * today.praise_unit
        noise = hearing[NOISE, i - low]
        readiness = crowd.susceptibility[i]
        bits = word(keys.recruit, i)
        if marks & RESISTER:
            readiness *= ONE - nature.resistance
            if second_of(bits) < nature.resistance_fading:
                marks &= ~RESISTER
        elif noise > ZERO and second_of(bits) < alienation(nature, noise):
            marks |= RESISTER
            totals[T_ALIENATED] += 1
        if marks & BETRAYED:
            readiness *= ONE - nature.scar
            if second_of(word(keys.attack, i)) < nature.trust_healing:
                marks &= ~BETRAYED
        if marks & OWNER:
            blame = hearing[BLAME, i - low] * today.blame_unit
            saw_news = second_of(word(keys.speak, i)) < today.sees_bad
            heard = Heard(praise=praise, blame=blame, saw_news=saw_news)
            expectation = expect(nature, today, crowd.expectation[i], ZERO)
            crowd.expectation[i] = expectation
            blamed = ONE if marks & today.concern_bits == today.concerned else today.founder_blamed
            crowd.grievance[i] = aggrieve(
                nature, today, crowd.grievance[i], expectation, ZERO, blamed, ONE, heard
            )
        if first_of(word(keys.participate, i)) < takes_part(nature, today, praise, readiness):
            acts[i - low] = TAKES_PART
        chance = recruitment(today, caught_by(today, praise), readiness)
        if acts[i - low] == TAKES_PART or first_of(bits) < chance:
            crowd.role[i] = FAN
            crowd.passion[i] = nature.first_passion
            if not marks & OWNER:
                crowd.expectation[i] = today.public_expectation
                crowd.grievance[i] = ZERO
            marks &= ~RESISTER
            totals[T_RECRUITS] += 1
        crowd.marks[i] = marks


@inner_kernel
def fans_act(
    listed: Any, low: int, nature: Any, today: Any, keys: Any, crowd: Any, desk: Desk
) -> None:
    """Let fans take part, fall silent for good, cool, or turn into anti-fans.

    Arguments as in ``silent_act``.
    """
    acts, totals = desk.acts, desk.totals
    for k in range(listed.shape[0]):
        i = listed[k]
        passion = crowd.passion[i]
        praise = desk.hearing[PRAISE, i - low] * today.praise_unit
        if first_of(word(keys.participate, i)) < takes_part(nature, today, praise, passion):
            acts[i - low] = TAKES_PART
        if crowd.voice[i] != 0 and second_of(word(keys.turn, i)) < nature.voice_ending:
            crowd.marks[i] |= SPENT
        if passion < nature.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = ZERO
            totals[T_COOLED] += 1
        elif (
            crowd.grievance[i] >= threshold_of(nature, passion, crowd.threshold[i])
            and first_of(word(keys.turn, i)) < nature.turning
        ):
            hostility = hostility_of(nature, passion)
            crowd.role[i] = ANTI_FAN
            crowd.passion[i] = -hostility
            crowd.marks[i] |= BETRAYED
            totals[T_TURNED] += 1
            totals[T_PASSION_TURNED] += int(passion * UNITS)
            totals[T_HOSTILITY_MADE] += int(hostility * UNITS)


@inner_kernel
def anti_fans_act(listed: Any, nature: Any, crowd: Any, totals: Any) -> None:
    """Let anti-fans whose hostility has faded recover. Arguments as in ``silent_act``."""
    for k in range(listed.shape[0]):
        i = listed[k]
        if -crowd.passion[i] < nature.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = ZERO
            totals[T_RECOVERED] += 1


@inner_kernel
def choose(
    listed: Any, low: int, nature: Any, today: Any, keys: Any, crowd: Any, desk: Desk
) -> None:
    """Let people gain from taking part, buy, and choose what to say tomorrow.

    Arguments as in ``silent_act``.
    """
    totals = desk.totals
    for k in range(listed.shape[0]):
        i = listed[k]
        role = int(crowd.role[i])
        marks = int(crowd.marks[i])
        passion = crowd.passion[i]
        took_part = desk.acts[i - low] == TAKES_PART
        marks &= ~JOINED
        if took_part:
            marks |= JOINED
            totals[T_PARTICIPANTS] += 1
            if role == FAN:
                passion = passion + nature.passion_gain * (ONE - passion)
                crowd.passion[i] = passion
                crowd.expectation[i] += nature.expectation_gain
        if not marks & OWNER and role != ANTI_FAN:
            chance = buys(nature, today, passion)
            if marks & RESISTER:
                chance *= ONE - nature.resistance
            if second_of(word(keys.participate, i)) < chance:
                product = int(uniform(keys.product, i) * today.products)
                marks |= OWNER | (product << PRODUCT_SHIFT)
                totals[T_BOUGHT] += 1
                if role == SILENT:
                    crowd.expectation[i] = today.public_expectation
                    crowd.grievance[i] = ZERO
        grievance = crowd.grievance[i]
        critic = marks & OWNER != 0 and role != ANTI_FAN and grievance > nature.critic
        voice = 0
        if (role != SILENT or critic) and not marks & SPENT:
            speaker = Speaker(
                role=role,
                passion=passion,
                grievance=grievance,
                critic=critic,
                activity=crowd.activity[i],
            )
            voice = choose_voice(nature, today, keys, i, speaker)
            if took_part and voice == 0 and role == FAN:
                voice = loudness(passion)
        crowd.marks[i] = marks
        crowd.voice[i] = voice
        totals[T_CRITICS] += critic
