"""What people do on a day: the second half of phase 5, for those whom ``feel`` has marked.

Lists of people, one a role; each kernel goes over a list, and reads feelings as they are stored.
"""

from __future__ import annotations

import math
from typing import Any, Final

from sim.compiled import formula, inner_kernel
from sim.day.conversation import ATTACK_VOICE, CIRCLE_VOICE, choose_voice, loudness
from sim.day.feelings import (
    BLAME,
    NOISE,
    PRAISE,
    aggrieve,
    buys,
    expect,
    recruitment,
    rounded,
    takes_part,
    threshold_of,
)
from sim.layout import (
    ANTI_FAN,
    BETRAYED,
    FAN,
    FIXED_POINT,
    LOUDNESS_LEVELS,
    MOST_COUNTED,
    OWNER,
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
from sim.randomness import uniform

# Rows of the lists, int64 (4, CHUNK): everyone who acts, one role of this morning after another;
# the other rows are room to sort in.
EVERYONE: Final = 0


@inner_kernel
def list_acting(low: int, high: int, acts: Any, role: Any, lists: Any) -> tuple[int, int, int]:
    """List who acts among the people ``low`` to ``high - 1``: silent, then fans, then anti-fans.

    Sorted, because a processor guesses well what it meets in a row.

    Parameters
    ----------
    acts : int8 (CHUNK,)
    role : int8 (people,)
    lists : int64 (4, CHUNK)
        Row ``EVERYONE`` is written: numbers of people.

    Returns
    -------
    silent, fans, everyone : int
        How many are silent, silent or fans, and listed at all.
    """
    found = 0
    for k in range(high - low):
        lists[EVERYONE, found] = low + k
        found += int(acts[k])
    silent, fans, anti_fans = 0, 0, 0
    for k in range(found):
        i = lists[EVERYONE, k]
        lists[1, silent] = i
        silent += role[i] == SILENT
        lists[2, fans] = i
        fans += role[i] == FAN
        lists[3, anti_fans] = i
        anti_fans += role[i] == ANTI_FAN
    lists[EVERYONE, :silent] = lists[1, :silent]
    lists[EVERYONE, silent : silent + fans] = lists[2, :fans]
    lists[EVERYONE, silent + fans : found] = lists[3, :anti_fans]
    return silent, silent + fans, found


@formula
def persuaded(p: Any, today: Any, praise_units: float) -> int:
    """Return the units of praise that a silent person counts: by weight, rounded."""
    return int(praise_units * today.praise_weight + 0.5)


@inner_kernel
def silent_act(
    listed: Any, low: int, p: Any, today: Any, keys: Any, table: Any, hearing: Any, crowd: Any,
    acts: Any, totals: Any,
) -> None:  # fmt: skip
    """Let silent people be repelled by noise, trust again, or be won (by praise: Bass 1969).

    ``listed`` (int64) holds their numbers, ``table[m]`` (float64) the chance (1 - T)^(m / 63) that
    m units of praise win nobody. ``acts`` becomes 2 for those who take part.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        marks = int(crowd.marks[i])
        praise = hearing[PRAISE, i - low] * today.praise_unit
        noise = hearing[NOISE, i - low]
        readiness = float(crowd.susceptibility[i])
        if marks & RESISTER:
            readiness *= 1.0 - p.resistance
            if uniform(keys.resistance, i) < p.resistance_fading:
                marks &= ~RESISTER
        elif noise > 0.0:
            repelled = p.alienation * noise
            if uniform(keys.alienate, i) < repelled / (1.0 + repelled):
                marks |= RESISTER
                totals[T_ALIENATED] += 1
        if marks & BETRAYED:
            readiness *= 1.0 - p.scar
            if uniform(keys.trust, i) < p.trust_healing:
                marks &= ~BETRAYED
        if marks & OWNER:
            blame = hearing[BLAME, i - low] * today.blame_unit
            expectation = rounded(expect(p, today, float(crowd.expectation[i]), 0.0))
            crowd.expectation[i] = expectation
            crowd.grievance[i] = aggrieve(
                p, today, float(crowd.grievance[i]), expectation, 1.0, 1.0, praise, blame,
                uniform(keys.news, i) < today.sees_bad,
            )  # fmt: skip
        if uniform(keys.participate, i) < takes_part(p, today, praise, readiness):
            acts[i - low] = 2
        units = persuaded(p, today, hearing[PRAISE, i - low])
        if units < table.shape[0]:
            escape = table[units]
        else:
            escape = math.pow(1.0 - p.word_of_mouth, units / LOUDNESS_LEVELS)
        if acts[i - low] == 2 or uniform(keys.recruit, i) < recruitment(today, escape, readiness):
            crowd.role[i] = FAN
            crowd.passion[i] = p.first_passion
            if not marks & OWNER:
                crowd.expectation[i] = today.public_expectation
                crowd.grievance[i] = 0.0
            marks &= ~RESISTER
            totals[T_RECRUITS] += 1
        crowd.marks[i] = marks


@inner_kernel
def fans_act(
    listed: Any, low: int, p: Any, today: Any, keys: Any, hearing: Any, crowd: Any, acts: Any,
    totals: Any,
) -> None:  # fmt: skip
    """Let fans take part, fall silent for good, cool, or turn into anti-fans.

    Arguments as in ``silent_act``.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        passion = float(crowd.passion[i])
        praise = hearing[PRAISE, i - low] * today.praise_unit
        if uniform(keys.participate, i) < takes_part(p, today, praise, passion):
            acts[i - low] = 2
        if crowd.voice[i] != 0 and uniform(keys.voice_ends, i) < p.voice_ending:
            crowd.marks[i] |= SPENT
        limit = threshold_of(p, passion, float(crowd.threshold[i]))
        if passion < p.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = 0.0
            totals[T_COOLED] += 1
        elif float(crowd.grievance[i]) >= limit and uniform(keys.turn, i) < p.turning:
            carried = p.carryover_own * passion + (1.0 - p.carryover_own) * 0.5
            hostility = rounded(p.carryover * carried)
            crowd.role[i] = ANTI_FAN
            crowd.passion[i] = -hostility
            crowd.marks[i] |= BETRAYED
            totals[T_TURNED] += 1
            totals[T_PASSION_TURNED] += int(passion * FIXED_POINT)
            totals[T_HOSTILITY_MADE] += int(hostility * FIXED_POINT)


@inner_kernel
def anti_fans_act(listed: Any, p: Any, crowd: Any, totals: Any) -> None:
    """Let anti-fans whose hostility has faded recover. Arguments as in ``silent_act``."""
    for k in range(listed.shape[0]):
        i = listed[k]
        if -float(crowd.passion[i]) < p.leave:
            crowd.role[i] = SILENT
            crowd.passion[i] = 0.0
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
        passion = float(crowd.passion[i])
        took_part = acts[i - low] == 2
        if took_part:
            totals[T_PARTICIPANTS] += 1
            if role == FAN:
                passion = rounded(passion + p.passion_gain * (1.0 - passion))
                crowd.passion[i] = passion
                crowd.expectation[i] = float(crowd.expectation[i]) + p.expectation_gain
        if not marks & OWNER and role != ANTI_FAN:
            chance = buys(p, today, passion)
            if marks & RESISTER:
                chance *= 1.0 - p.resistance
            if uniform(keys.purchase, i) < chance:
                marks |= OWNER
                crowd.marks[i] = marks
                totals[T_BOUGHT] += 1
                if role == SILENT:
                    crowd.expectation[i] = today.public_expectation
                    crowd.grievance[i] = 0.0
        grievance = float(crowd.grievance[i])
        critic = marks & OWNER != 0 and role != ANTI_FAN and grievance > p.critic
        voice = 0
        if (role != SILENT or critic) and not marks & SPENT:
            voice = choose_voice(
                p, today, keys, i, role, passion, grievance, critic, float(crowd.activity[i])
            )
            if took_part and voice == 0 and role == FAN:
                voice = loudness(passion)
        crowd.voice[i] = voice
        totals[T_CRITICS] += critic


@inner_kernel
def count(listed: Any, sign: int, p: Any, crowd: Any, totals: Any) -> None:
    """Add people as they stand now to the totals, or with ``sign`` -1 take them out.

    Floats count as integer numbers of 2**-20. Those who act are taken out as ``feel`` left them,
    and added again when they have acted.
    """
    for k in range(listed.shape[0]):
        i = listed[k]
        role = int(crowd.role[i])
        passion = float(crowd.passion[i])
        if crowd.marks[i] & OWNER:
            totals[T_OWNERS] += sign
        if role == SILENT:
            if crowd.marks[i] & RESISTER:
                totals[T_RESISTERS] += sign
        elif role == FAN:
            grievance = min(float(crowd.grievance[i]), MOST_COUNTED)
            totals[T_FANS] += sign
            totals[T_ADMIRATION] += sign * int(passion * FIXED_POINT)
            totals[T_EXPECTATION] += sign * int(float(crowd.expectation[i]) * FIXED_POINT)
            totals[T_GRIEVANCE] += sign * int(grievance * FIXED_POINT)
            if passion > p.circle:
                totals[T_CIRCLE] += sign
        else:
            totals[T_ANTI_FANS] += sign
            totals[T_HOSTILITY] += sign * int(-passion * FIXED_POINT)


@inner_kernel
def count_voices(listed: Any, voice: Any, totals: Any) -> None:
    """Add what people will say (``voice``, int8) to the totals."""
    for k in range(listed.shape[0]):
        said = int(voice[listed[k]])
        if said < 0:
            totals[T_VOICES_BLAME] += 1
            totals[T_BLAME] -= said
        elif said == ATTACK_VOICE:
            totals[T_ATTACKS] += 1
        elif said > 0:
            totals[T_VOICES_PRAISE] += 1
            totals[T_PRAISE] += said - CIRCLE_VOICE if said > CIRCLE_VOICE else said
