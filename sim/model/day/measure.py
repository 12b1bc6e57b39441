"""The measure phase: the public mood takes in the day, and the day's row is written."""

from __future__ import annotations

from typing import Any

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Given
from sim.model.layout import (
    ANSWERED,
    ATTACK_STORIES,
    ATTENTION,
    BENEFIT,
    CANDOUR,
    CLIMATE,
    COUPLING,
    DEBT,
    DOSE_BAD,
    DOSE_GOOD,
    EXPOSURE,
    FIXED_POINT,
    HABITUATION,
    IMAGE_SEEN,
    LOUDNESS_LEVELS,
    NOVELTY,
    PUBLIC_EXPECTATION,
    REACH_OWN,
    REPLIES,
    RESERVOIR,
    S_ALIENATED,
    S_ANTI_FAN_SHARE,
    S_ANTI_FANS,
    S_ATTACKS,
    S_ATTENTION,
    S_BENEFIT,
    S_BLAME,
    S_CLIMATE,
    S_COOLED,
    S_COUPLING,
    S_CRITICS,
    S_DEBT,
    S_FAN_CIRCLE,
    S_FAN_CIRCLE_SHARE,
    S_FAN_SHARE,
    S_FAN_TO_BLACK,
    S_FANS,
    S_FIRST_LEVER,
    S_HABITUATION,
    S_HOSTILITY_MADE,
    S_IMAGE_SEEN,
    S_MEAN_EXPECTATION,
    S_MEAN_GRIEVANCE,
    S_MEAN_HOSTILITY,
    S_MEAN_PASSION,
    S_NOVELTY,
    S_OWNERS,
    S_PARTICIPANTS,
    S_PASSION_TURNED,
    S_PERCEIVED,
    S_PRAISE,
    S_PRIVATE,
    S_REACH_OUTLETS,
    S_REACH_OWN,
    S_RECOVERED,
    S_RECRUITS,
    S_RESERVOIR,
    S_RESISTERS,
    S_SILENT,
    S_SLIGHTED,
    S_STRENGTH,
    S_SUCCESS,
    S_SURPRISE,
    S_UNANSWERED,
    S_VOICED,
    S_VOICES_BLAME,
    S_VOICES_PRAISE,
    SLIGHTED,
    STANCE,
    STANCE_SILENT,
    STOCKS,
    STRENGTH,
    SUCCESS,
    SURPRISE,
    T_ADMIRATION,
    T_ALIENATED,
    T_ANTI_FANS,
    T_ATTACKS,
    T_BLAME,
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


@inner_kernel
def balance(one: float, other: float) -> float:
    """Return (one - other) / (one + other), 0 when both are zero."""
    both = one + other
    return (one - other) / both if both > 0.0 else 0.0


@inner_kernel
def mean_of(total: int, count: int) -> float:
    """Return the mean of a fixed-point total over a count, 0 when the count is zero."""
    return total / FIXED_POINT / count if count > 0 else 0.0


@inner_kernel
def answer(p: Any, calls: float, replies: float, mood: Any) -> None:
    """Let calls on the founder be answered, and those left over be felt.

    Promised answers invite calls beyond those that come by themselves, and only so many can be
    given a day. Who was invited and got no answer is slighted.

    Parameters
    ----------
    p : Values
    calls : float
        Calls that come by themselves, as a share of the crowd.
    replies : float
        Answers promised a day, as a share of the crowd.
    mood : float64 (moods,)
        Answered and slighted shares are written.
    """
    invited = p.reply_invitation * replies
    calls += invited
    given = min(replies, p.reply_capacity)
    mood[ANSWERED] = given / (given + calls) if replies > 0.0 else 0.0
    left = max(0.0, calls - given)
    mood[SLIGHTED] = (invited / calls) * (left / calls) if calls > 0.0 else 0.0


@inner_kernel
def move_mood(p: Any, people: int, levers: Any, totals: Any, mood: Any) -> None:
    """Let climate, public expectation, calls on the founder and attacks follow from the day.

    The climate moves toward (praise - blame) / (praise + blame + background), where outlets count
    among the voices: the climate is read off the media as well as off one's neighbours. The
    background counts the silent, else a handful of speakers would lock it.
    """
    outlet = p.media_voice * people
    praise = totals[T_PRAISE] / LOUDNESS_LEVELS + outlet * mood[DOSE_GOOD]
    blame = totals[T_BLAME] / LOUDNESS_LEVELS + outlet * mood[DOSE_BAD]
    target = (praise - blame) / (praise + blame + p.background * people)
    mood[CLIMATE] += (1.0 - p.climate_memory) * (target - mood[CLIMATE])
    silent = levers[STANCE] == STANCE_SILENT
    visible = 0.0 if silent else levers[EXPOSURE]
    hoped = mood[STRENGTH] + (1.0 - levers[CANDOUR]) * p.hype * visible * 0.5
    mood[PUBLIC_EXPECTATION] += p.expectation_rate * (hoped - mood[PUBLIC_EXPECTATION])
    voices = totals[T_VOICES_PRAISE] + totals[T_VOICES_BLAME]
    replies = 0.0 if silent else levers[REPLIES]
    answer(p, mood[COUPLING] * voices / people, replies, mood)
    mood[ATTACK_STORIES] = p.own_goal * 1000.0 * totals[T_ATTACKS] / people


@inner_kernel
def sum_blocks(blocks: Any, totals: Any) -> None:
    """Sum blocks of people, int64 (blocks, totals), into totals; ``STOCKS`` hold changes."""
    for k in range(totals.shape[0]):
        if k not in STOCKS:
            totals[k] = 0
        for block in range(blocks.shape[0]):
            totals[k] += blocks[block, k]


@inner_kernel
def write_crowd(people: int, totals: Any, row: Any) -> None:
    """Write into today's row how many stand where, changed sides, and speak.

    Parameters
    ----------
    people : int
        Agents in the crowd.
    totals : int64 (totals,)
    row : float64 (columns,)
        Written.
    """
    fans = totals[T_FANS]
    anti_fans = totals[T_ANTI_FANS]
    row[S_FANS] = fans
    row[S_ANTI_FANS] = anti_fans
    row[S_SILENT] = people - fans - anti_fans
    row[S_FAN_CIRCLE] = totals[T_CIRCLE]
    row[S_CRITICS] = totals[T_CRITICS]
    row[S_RESISTERS] = totals[T_RESISTERS]
    row[S_OWNERS] = totals[T_OWNERS]
    row[S_FAN_SHARE] = fans / people
    row[S_ANTI_FAN_SHARE] = anti_fans / people
    row[S_FAN_CIRCLE_SHARE] = totals[T_CIRCLE] / people
    row[S_RECRUITS] = totals[T_RECRUITS]
    row[S_FAN_TO_BLACK] = totals[T_TURNED]
    row[S_COOLED] = totals[T_COOLED]
    row[S_RECOVERED] = totals[T_RECOVERED]
    row[S_ALIENATED] = totals[T_ALIENATED]
    row[S_PASSION_TURNED] = totals[T_PASSION_TURNED] / FIXED_POINT
    row[S_HOSTILITY_MADE] = totals[T_HOSTILITY_MADE] / FIXED_POINT
    row[S_VOICES_PRAISE] = totals[T_VOICES_PRAISE]
    row[S_VOICES_BLAME] = totals[T_VOICES_BLAME]
    row[S_ATTACKS] = totals[T_ATTACKS]
    row[S_PARTICIPANTS] = totals[T_PARTICIPANTS]


@inner_kernel
def write_feelings(totals: Any, row: Any) -> None:
    """Write into today's row what is said and what is felt; arguments as in ``write_crowd``."""
    fans = totals[T_FANS]
    row[S_PRAISE] = totals[T_PRAISE] / LOUDNESS_LEVELS
    row[S_BLAME] = totals[T_BLAME] / LOUDNESS_LEVELS
    row[S_VOICED] = balance(row[S_PRAISE], row[S_BLAME])
    row[S_PRIVATE] = balance(float(totals[T_ADMIRATION]), float(totals[T_HOSTILITY]))
    row[S_MEAN_PASSION] = mean_of(totals[T_ADMIRATION], fans)
    row[S_MEAN_HOSTILITY] = mean_of(totals[T_HOSTILITY], totals[T_ANTI_FANS])
    row[S_MEAN_EXPECTATION] = mean_of(totals[T_EXPECTATION], fans)
    row[S_MEAN_GRIEVANCE] = mean_of(totals[T_GRIEVANCE], fans)


@inner_kernel
def write_mood(p: Any, levers: Any, mood: Any, row: Any) -> None:
    """Write into today's row the public mood, the firm and the founder's levers.

    Parameters
    ----------
    p : Values
    levers, mood : float64 (8,), float64 (moods,)
    row : float64 (columns,)
        Written.
    """
    row[S_CLIMATE] = mood[CLIMATE]
    row[S_ATTENTION] = mood[ATTENTION]
    row[S_HABITUATION] = mood[HABITUATION]
    row[S_SURPRISE] = mood[SURPRISE]
    row[S_COUPLING] = mood[COUPLING]
    row[S_RESERVOIR] = mood[RESERVOIR]
    row[S_SUCCESS] = mood[SUCCESS]
    row[S_STRENGTH] = mood[STRENGTH]
    row[S_PERCEIVED] = min(1.0, max(0.0, mood[STRENGTH] + p.perception * mood[CLIMATE]))
    row[S_UNANSWERED] = 1.0 - mood[ANSWERED]
    for k in range(levers.shape[0]):
        row[S_FIRST_LEVER + k] = levers[k]
    row[S_IMAGE_SEEN] = mood[IMAGE_SEEN]
    row[S_DEBT] = mood[DEBT]
    row[S_NOVELTY] = mood[NOVELTY]
    row[S_BENEFIT] = mood[BENEFIT]
    row[S_SLIGHTED] = mood[SLIGHTED]
    row[S_REACH_OUTLETS] = mood[DOSE_GOOD] + mood[DOSE_BAD]
    row[S_REACH_OWN] = mood[REACH_OWN]


@inner_kernel
def measure_day(given: Given, levers: Any, totals: Any, blocks: Any, mood: Any, row: Any) -> None:
    """Run the measure phase of a day.

    Parameters
    ----------
    given : Given
    levers : float64 (8,)
    totals : int64 (totals,)
        Written: sums over the crowd.
    blocks : int64 (blocks, totals)
        Sums over blocks of people, changes for ``STOCKS``.
    mood : float64 (moods,)
        Climate, public expectation, answers, slights and attack stories are written.
    row : float64 (columns,)
        Today's series; written.
    """
    p, people = given.parameters, given.people
    sum_blocks(blocks, totals)
    move_mood(p, people, levers, totals, mood)
    write_crowd(people, totals, row)
    write_feelings(totals, row)
    write_mood(p, levers, mood, row)
