"""What people do on a day: the second half of the people phase, for those whom ``feel`` has marked.

Lists of people, one a role; each kernel goes over a list, and reads feelings as they are stored.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from sim.model.compiled import formula, inner_kernel
from sim.model.day.conversation import (
    ATTACK_VOICE,
    CIRCLE_VOICE,
    choose_voice,
    list_flagged,
    loudness,
)
from sim.model.day.feelings import (
    BLAME,
    HALF,
    MOST,
    NOISE,
    ONE,
    PRAISE,
    UNITS,
    ZERO,
    aggrieve,
    buys,
    expect,
    recruitment,
    takes_part,
    threshold_of,
)
from sim.model.layout import (
    ANTI_FAN,
    BETRAYED,
    FAN,
    JOINED,
    OWNER,
    PRODUCT_SHIFT,
    RESISTER,
    SILENT,
    SPENT,
    T_ADMIRATION,
    T_ALIENATED,
    T_ANTI_FANS,
    T_ATTACKS,
    T_BLAME,
    T_BOUGHT,
    T_CIRCLE,
    T_COOLED,
    T_CRITICS,
    T_EXPECTATION,
    T_FANS,
    T_GRIEVANCE,
    T_HOSTILITY,
    T_HOSTILITY_MADE,
    T_OWNERS,
    T_PARTICIPANTS,
    T_PASSION_TURNED,
    T_PRAISE,
    T_RECOVERED,
    T_RECRUITS,
    T_RESISTERS,
    T_TURNED,
    T_VOICES_BLAME,
    T_VOICES_PRAISE,
)
from sim.model.randomness import first_of, second_of, uniform, word

# Rows of the lists, int64 (4, CHUNK): everyone who acts, one role of this morning after another;
# the other rows are room to sort in.
EVERYONE: Final = 0


@inner_kernel
def list_acting(
    low: int, high: int, acts: Any, act_eights: Any, role: Any, lists: Any
) -> tuple[int, int, int]:
    """List who acts among the people ``low`` to ``high - 1``: silent, then fans, then anti-fans.

    Sorted, because a processor guesses well what it meets in a row.

    Parameters
    ----------
    acts, act_eights : int8 (CHUNK,), int64 (CHUNK // 8,)
        One memory.
    role : int8 (people,)
    lists : int64 (4, CHUNK + 16)
        Row ``EVERYONE`` is written: numbers of people.

    Returns
    -------
    silent, fans, everyone : int
        How many are silent, silent or fans, and listed at all.
    """
    found, _ = list_flagged(acts, act_eights, 0, high - low, lists[EVERYONE])
    silent, fans, anti_fans = 0, 0, 0
    for k in range(found):
        i = low + lists[EVERYONE, k]
        lists[1, silent] = i
        silent += role[i] == SILENT
        lists[2, fans] = i
        fans += role[i] == FAN
        lists[3, anti_fans] = i
        anti_fans += role[i] == ANTI_FAN
    # One by one: to assign slices takes two seconds to compile.
    for k in range(silent):
        lists[EVERYONE, k] = lists[1, k]
    for k in range(fans):
        lists[EVERYONE, silent + k] = lists[2, k]
    for k in range(anti_fans):
        lists[EVERYONE, silent + fans + k] = lists[3, k]
    return silent, silent + fans, found


@formula
def caught_by(today: Any, praise: np.float32) -> np.float32:
    """Return the probability, 1 - (1 - T)^praise, that praise wins the readiest (Bass 1969)."""
    return np.float32(-math.expm1(-float(today.force) * float(praise)))


@inner_kernel
def silent_act(
    listed: Any,
    low: int,
    p: Any,
    today: Any,
    keys: Any,
    hearing: Any,
    crowd: Any,
    acts: Any,
    totals: Any,
) -> None:
    """Let silent people be repelled by noise, trust again, or be won.

    Parameters
    ----------
    listed : int64 (some,)
        Numbers of those who act.
    low : int
        Number of the chunk's first person.
    p, today, keys : Nature, Today, Keys
    hearing : float32 (3, CHUNK)
        What the chunk heard.
    crowd : Crowd
        All arrays of the people; written.
    acts : int8 (CHUNK,)
        Becomes 2 for those who take part.
    totals : int64 (totals,)
        Counts are added.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        marks = int(crowd.marks[i])
        praise = hearing[PRAISE, i - low] * today.praise_unit
        noise = hearing[NOISE, i - low]
        readiness = crowd.susceptibility[i]
        bits = word(keys.recruit, i)
        if marks & RESISTER:
            readiness *= ONE - p.resistance
            if second_of(bits) < p.resistance_fading:
                marks &= ~RESISTER
        elif noise > ZERO:
            repelled = p.alienation * noise
            if second_of(bits) < repelled / (ONE + repelled):
                marks |= RESISTER
                totals[T_ALIENATED] += 1
        if marks & BETRAYED:
            readiness *= ONE - p.scar
            if second_of(word(keys.attack, i)) < p.trust_healing:
                marks &= ~BETRAYED
        if marks & OWNER:
            blame = hearing[BLAME, i - low] * today.blame_unit
            expectation = expect(p, today, crowd.expectation[i], ZERO)
            crowd.expectation[i] = expectation
            concerned = marks & today.concern_bits == today.concerned
            crowd.grievance[i] = aggrieve(
                p,
                today,
                crowd.grievance[i],
                expectation,
                ZERO,
                ONE if concerned else today.founder_blamed,
                ONE,
                praise,
                blame,
                second_of(word(keys.speak, i)) < today.sees_bad,
            )
        if first_of(word(keys.participate, i)) < takes_part(p, today, praise, readiness):
            acts[i - low] = 2
        chance = recruitment(today, caught_by(today, praise), readiness)
        if acts[i - low] == 2 or first_of(bits) < chance:
            crowd.role[i] = FAN
            crowd.passion[i] = p.first_passion
            if not marks & OWNER:
                crowd.expectation[i] = today.public_expectation
                crowd.grievance[i] = ZERO
            marks &= ~RESISTER
            totals[T_RECRUITS] += 1
        crowd.marks[i] = marks


@inner_kernel
def fans_act(
    listed: Any,
    low: int,
    p: Any,
    today: Any,
    keys: Any,
    hearing: Any,
    crowd: Any,
    acts: Any,
    totals: Any,
) -> None:
    """Let fans take part, fall silent for good, cool, or turn into anti-fans.

    Arguments as in ``silent_act``.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        passion = crowd.passion[i]
        praise = hearing[PRAISE, i - low] * today.praise_unit
        if first_of(word(keys.participate, i)) < takes_part(p, today, praise, passion):
            acts[i - low] = 2
        if crowd.voice[i] != 0 and second_of(word(keys.turn, i)) < p.voice_ending:
            crowd.marks[i] |= SPENT
        if passion < p.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = ZERO
            totals[T_COOLED] += 1
        elif (
            crowd.grievance[i] >= threshold_of(p, passion, crowd.threshold[i])
            and first_of(word(keys.turn, i)) < p.turning
        ):
            carried = p.carryover_own * passion + (ONE - p.carryover_own) * HALF
            hostility = p.carryover * carried
            crowd.role[i] = ANTI_FAN
            crowd.passion[i] = -hostility
            crowd.marks[i] |= BETRAYED
            totals[T_TURNED] += 1
            totals[T_PASSION_TURNED] += int(passion * UNITS)
            totals[T_HOSTILITY_MADE] += int(hostility * UNITS)


@inner_kernel
def anti_fans_act(listed: Any, p: Any, crowd: Any, totals: Any) -> None:
    """Let anti-fans whose hostility has faded recover. Arguments as in ``silent_act``."""
    for k in range(listed.shape[0]):
        i = listed[k]
        if -crowd.passion[i] < p.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = ZERO
            totals[T_RECOVERED] += 1


@inner_kernel
def choose(
    listed: Any, low: int, p: Any, today: Any, keys: Any, crowd: Any, acts: Any, totals: Any
) -> None:
    """Let people gain from taking part, buy, and choose what to say tomorrow.

    Arguments as in ``silent_act``.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        role = int(crowd.role[i])
        marks = int(crowd.marks[i])
        passion = crowd.passion[i]
        took_part = acts[i - low] == 2
        marks &= ~JOINED
        if took_part:
            marks |= JOINED
            totals[T_PARTICIPANTS] += 1
            if role == FAN:
                passion = passion + p.passion_gain * (ONE - passion)
                crowd.passion[i] = passion
                crowd.expectation[i] += p.expectation_gain
        if not marks & OWNER and role != ANTI_FAN:
            chance = buys(p, today, passion)
            if marks & RESISTER:
                chance *= ONE - p.resistance
            if second_of(word(keys.participate, i)) < chance:
                product = int(uniform(keys.product, i) * today.products)
                marks |= OWNER | (product << PRODUCT_SHIFT)
                totals[T_BOUGHT] += 1
                if role == SILENT:
                    crowd.expectation[i] = today.public_expectation
                    crowd.grievance[i] = ZERO
        grievance = crowd.grievance[i]
        critic = marks & OWNER != 0 and role != ANTI_FAN and grievance > p.critic
        voice = 0
        if (role != SILENT or critic) and not marks & SPENT:
            voice = choose_voice(
                p, today, keys, i, role, passion, grievance, critic, crowd.activity[i]
            )
            if took_part and voice == 0 and role == FAN:
                voice = loudness(passion)
        crowd.marks[i] = marks
        crowd.voice[i] = voice
        totals[T_CRITICS] += critic


@inner_kernel
def count(listed: Any, sign: int, p: Any, crowd: Any, totals: Any) -> None:
    """Add people as they stand now to the totals, or with ``sign`` -1 take them out.

    Floats count as integer numbers of 2**-20. Those who act are taken out as ``feel`` left them,
    and added again when they have acted. Without a branch, as nobody could guess them.
    """
    owners, resisters, fans, anti_fans, circle = 0, 0, 0, 0, 0
    admiration, hostility, expectations, grievances = 0, 0, 0, 0
    for k in range(listed.shape[0]):
        i = listed[k]
        role = crowd.role[i]
        marks = crowd.marks[i]
        passion = crowd.passion[i]
        silent, fan, anti_fan = role == SILENT, role == FAN, role == ANTI_FAN
        owners += marks & OWNER != 0
        resisters += silent & (marks & RESISTER != 0)
        fans += fan
        anti_fans += anti_fan
        circle += fan & (passion > p.circle)
        felt = int(passion * UNITS)
        admiration += felt if fan else 0
        hostility -= felt if anti_fan else 0
        expectations += int(crowd.expectation[i] * UNITS) if fan else 0
        grievances += int(min(crowd.grievance[i], MOST) * UNITS) if fan else 0
    totals[T_OWNERS] += sign * owners
    totals[T_RESISTERS] += sign * resisters
    totals[T_FANS] += sign * fans
    totals[T_ANTI_FANS] += sign * anti_fans
    totals[T_CIRCLE] += sign * circle
    totals[T_ADMIRATION] += sign * admiration
    totals[T_HOSTILITY] += sign * hostility
    totals[T_EXPECTATION] += sign * expectations
    totals[T_GRIEVANCE] += sign * grievances


@inner_kernel
def count_voices(listed: Any, voice: Any, totals: Any) -> None:
    """Add what people will say (``voice``, int8) to the totals."""
    blaming, blame, praising, praise, attacks = 0, 0, 0, 0, 0
    for k in range(listed.shape[0]):
        said = int(voice[listed[k]])
        attack = said == ATTACK_VOICE
        praises = (said > 0) & (not attack)
        attacks += attack
        blaming += said < 0
        blame -= min(said, 0)
        praising += praises
        praise += (said - CIRCLE_VOICE if said > CIRCLE_VOICE else said) if praises else 0
    totals[T_VOICES_BLAME] += blaming
    totals[T_BLAME] += blame
    totals[T_VOICES_PRAISE] += praising
    totals[T_PRAISE] += praise
    totals[T_ATTACKS] += attacks
