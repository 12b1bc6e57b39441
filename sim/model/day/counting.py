"""Who acts today, listed role by role; and people counted into the totals, before and after."""

from __future__ import annotations

from typing import Any, Final

from sim.model.compiled import inner_kernel
from sim.model.day.conversation import ATTACK_VOICE, CIRCLE_VOICE, list_flagged
from sim.model.day.groups import Desk
from sim.model.day.rules import MOST, UNITS
from sim.model.layout import (
    ANTI_FAN,
    FAN,
    OWNER,
    RESISTER,
    SILENT,
    T_ADMIRATION,
    T_ANTI_FANS,
    T_ATTACKS,
    T_BLAME,
    T_CIRCLE,
    T_EXPECTATION,
    T_FANS,
    T_GRIEVANCE,
    T_HOSTILITY,
    T_OWNERS,
    T_PRAISE,
    T_RESISTERS,
    T_VOICES_BLAME,
    T_VOICES_PRAISE,
)

# Rows of the lists, int64 (LISTS, CHUNK + 16): everyone who acts, one role of this morning after
# another; the other rows are room to sort in.
EVERYONE: Final = 0
SILENT_ONES: Final = 1
FANS: Final = 2
ANTI_FANS: Final = 3
LISTS: Final = 4


@inner_kernel
def list_acting(low: int, high: int, role: Any, desk: Desk) -> tuple[int, int, int]:
    """List who acts among the people ``low`` to ``high - 1``: silent, then fans, then anti-fans.

    Sorted, because a processor guesses well what it meets in a row.

    Parameters
    ----------
    low, high : int
        At most ``CHUNK`` people.
    role : int8 (people,)
    desk : Desk
        ``acts`` is read; row ``EVERYONE`` of the lists is written: numbers of people.

    Returns
    -------
    silent, fans, everyone : int
        How many are silent, silent or fans, and listed at all.
    """
    lists = desk.lists
    found, _ = list_flagged(desk.acts, desk.act_eights, 0, high - low, lists[EVERYONE])
    silent, fans, anti_fans = 0, 0, 0
    for k in range(found):
        i = low + lists[EVERYONE, k]
        lists[SILENT_ONES, silent] = i
        silent += role[i] == SILENT
        lists[FANS, fans] = i
        fans += role[i] == FAN
        lists[ANTI_FANS, anti_fans] = i
        anti_fans += role[i] == ANTI_FAN
    # One by one: to assign slices takes two seconds to compile.
    for k in range(silent):
        lists[EVERYONE, k] = lists[SILENT_ONES, k]
    for k in range(fans):
        lists[EVERYONE, silent + k] = lists[FANS, k]
    for k in range(anti_fans):
        lists[EVERYONE, silent + fans + k] = lists[ANTI_FANS, k]
    return silent, silent + fans, found


@inner_kernel
def count(listed: Any, sign: int, nature: Any, crowd: Any, totals: Any) -> None:
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
        circle += fan & (passion > nature.circle)
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
