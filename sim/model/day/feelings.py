"""What a day does to feelings, and to whom it does more: the first, fast half of the people phase.

On most days most people hear little and do nothing. ``hear``, ``draw``, ``feel`` and ``mark`` go
over a chunk of the crowd without a branch, so that they run on vectors: feelings change, and
everyone to whom anything else might happen is marked for ``sim.model.day.actions``. ``mark`` may
mark too many, never too few: for rules that are costly to work out it uses a bound on the chance,
with the same draw. Four short loops, because a processor looks ahead a few hundred instructions:
in one long loop it would wait for each person's last result.

All numbers of people are float32: twice as many go into a vector.
"""

from __future__ import annotations

from typing import Any, Final

from sim.model.compiled import inner_kernel
from sim.model.day.conversation import word_of
from sim.model.day.groups import Desk, Hall
from sim.model.day.rules import (
    MOST,
    ONE,
    UNITS,
    ZERO,
    Draws,
    Heard,
    admire,
    aggrieve,
    anti_fan_may_act,
    buys,
    calm,
    expect,
    fan_may_act,
    silent_may_act,
)
from sim.model.layout import (
    ANTI_FAN,
    BLAME,
    FAN,
    HEARD_BITS,
    HEARD_MASK,
    JOINED,
    NOISE,
    OWNER,
    PRAISE,
    SILENT,
    SPENT,
    T_ADMIRATION,
    T_CIRCLE,
    T_EXPECTATION,
    T_GRIEVANCE,
    T_HOSTILITY,
)
from sim.model.randomness import first_of, second_of, word

# People worked on at a time; what is known of them then stays in the processor's nearest memory.
CHUNK: Final = 1024

# What each of a chunk draws: rows of a float32 (DRAWS, CHUNK). What the first three decide depends
# on the role, see ``rules.Draws``.
FIRST: Final = 0
SECOND: Final = 1
THIRD: Final = 2
JOINS: Final = 3
BUYS: Final = 4
DRAWS: Final = 5


@inner_kernel
def hear(low: int, high: int, hall: Hall, voice: Any, heard: Any, hearing: Any) -> None:
    """Take apart what the people ``low`` to ``high - 1`` heard, and empty it.

    Parameters
    ----------
    low, high : int
        At most ``CHUNK`` people.
    hall : Hall
        In a complete network it holds the sums, one's own voice among them.
    voice : int8 (people,)
    heard : int64 (people,)
        Packed sums; set to 0.
    hearing : float32 (3, CHUNK)
        Praise and blame in units of loudness, noise in voices; written.
    """
    if not hall.complete:
        words = heard[low:high]
        for k in range(high - low):
            heap = words[k]
            words[k] = 0
            hearing[PRAISE, k] = heap & HEARD_MASK
            hearing[BLAME, k] = (heap >> HEARD_BITS) & HEARD_MASK
            hearing[NOISE, k] = heap >> (2 * HEARD_BITS)
        return
    praise, blame, noise = hall.sums[PRAISE], hall.sums[BLAME], hall.sums[NOISE]
    for k in range(high - low):
        own = word_of(int(voice[low + k]), hall.attack_noise)
        hearing[PRAISE, k] = praise - (own & HEARD_MASK)
        hearing[BLAME, k] = blame - ((own >> HEARD_BITS) & HEARD_MASK)
        hearing[NOISE, k] = noise - (own >> (2 * HEARD_BITS))


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
def feel(low: int, high: int, nature: Any, today: Any, crowd: Any, desk: Desk) -> None:
    """Let the fans and anti-fans among ``low`` to ``high - 1`` feel: the day's new feelings.

    Parameters
    ----------
    low, high : int
        At most ``CHUNK`` people.
    nature, today : Nature, Today
    crowd : Crowd
        Passion, expectation and grievance are written.
    desk : Desk
        ``hearing`` and ``luck`` are read; feelings are added to ``totals``.
    """
    totals = desk.totals
    circle, net, gross, expectations, grievances = 0, 0, 0, 0, 0
    # Views that begin at the chunk: with an index that cannot be negative the loop runs on vectors.
    roles, marked = crowd.role[low:high], crowd.marks[low:high]
    passions, expected = crowd.passion[low:high], crowd.expectation[low:high]
    grieved = crowd.grievance[low:high]
    praised, blamed, news = desk.hearing[PRAISE], desk.hearing[BLAME], desk.luck[SECOND]
    for k in range(high - low):
        silent, fan = roles[k] == SILENT, roles[k] == FAN
        praise = praised[k] * today.praise_unit
        blame = blamed[k] * today.blame_unit
        share = (praise if fan else blame) / (praise + blame + nature.heard_half)
        before = passions[k]
        expectation = expected[k]
        grievance = grieved[k]
        admired = admire(nature, today, before, expectation, share)
        passion = admired if fan else calm(nature, before, share)
        expectation = expect(nature, today, expectation, passion) if fan else expectation
        hurt = aggrieve(
            nature,
            today,
            grievance,
            expectation,
            passion,
            ONE if marked[k] & today.concern_bits == today.concerned else today.founder_blamed,
            ONE - nature.shield * passion,
            Heard(praise=praise, blame=blame, saw_news=news[k] < today.sees_bad),
        )
        faded = grievance if silent else nature.grievance_memory * grievance
        grievance = hurt if fan else faded
        passions[k] = passion
        expected[k] = expectation
        grieved[k] = grievance
        circle += fan & (passion > nature.circle)
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
def mark(low: int, high: int, nature: Any, today: Any, crowd: Any, desk: Desk) -> None:
    """Find those among ``low`` to ``high - 1`` who may do more than feel.

    ``desk.acts`` is written: 1 for everyone who may change role or marks, take part, buy or speak,
    who has just spoken or taken part, and for owners among the silent. Arguments as in ``feel``.
    """
    acts, luck = desk.acts, desk.luck
    roles, marked, voices = crowd.role[low:high], crowd.marks[low:high], crowd.voice[low:high]
    passions, grieved = crowd.passion[low:high], crowd.grievance[low:high]
    susceptible, active = crowd.susceptibility[low:high], crowd.activity[low:high]
    traits = crowd.threshold[low:high]
    praised, noise = desk.hearing[PRAISE], desk.hearing[NOISE]
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
        moved |= (marks & OWNER == 0) & (buying[k] < buys(nature, today, passion))
        draws = Draws(first=own[k], second=other[k], third=third[k])
        won = silent_may_act(nature, today, marks, readiness, praise, noise[k], draws)
        roused = fan_may_act(nature, today, marks, passion, grieved[k], traits[k], activity, draws)
        hostile = anti_fan_may_act(nature, today, passion, activity, own[k])
        of_role = (silent & (won | moved)) | (fan & (roused | moved)) | (anti_fan & hostile)
        acts[k] = of_role | (voices[k] != 0) | (marks & JOINED != 0)
