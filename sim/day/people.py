"""Phase 5, people: what everyone heard and saw changes them; then they choose what to say."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim.compiled import kernel
from sim.day.conversation import (
    ATTACK_VOICE,
    CIRCLE_VOICE,
    agreement,
    blame_in,
    choose_voice,
    loudness,
    noise_in,
    praise_in,
    word_of,
)
from sim.layout import (
    ANSWERED,
    ANTI_FAN,
    BAD_SURPRISE,
    BETRAYED,
    CANDOUR,
    CLIMATE,
    DISTANCE,
    EXPOSURE,
    FAN,
    FIXED_POINT,
    FOUNDER_BLAMED,
    GOOD_SURPRISE,
    GRAVITY,
    HEARD_BITS,
    HEARD_MASK,
    IMAGE,
    LAUNCH,
    LOUDNESS_LEVELS,
    MOST_COUNTED,
    OWNER,
    PARTICIPATION,
    PUBLIC_EXPECTATION,
    RESISTER,
    SILENT,
    SPENT,
    STANCE,
    STANCE_APOLOGISE,
    STANCE_COMPENSATE,
    STANCE_DENY,
    STANCE_SILENT,
    STRENGTH,
    SUCCESS,
    SURPRISE,
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
    WARMTH,
)
from sim.randomness import Decision, stream, uniform

_RECRUIT = int(Decision.RECRUIT)
_PARTICIPATE = int(Decision.PARTICIPATE)
_ALIENATE = int(Decision.ALIENATE)
_RESISTANCE = int(Decision.RESISTANCE)
_TRUST = int(Decision.TRUST)
_NEWS = int(Decision.NEWS)
_PURCHASE = int(Decision.PURCHASE)
_SPEAK = int(Decision.SPEAK)
_ATTACK = int(Decision.ATTACK)
_TURN = int(Decision.TURN)
_VOICE_ENDS = int(Decision.VOICE_ENDS)


class Today(NamedTuple):
    """What is the same for everyone on one day; all float64."""

    praise_weight: float
    blame_weight: float
    charm: float
    recruit: float
    idealise: float
    circle_idealise: float
    expectation_base: float
    expectation_hype: float
    perceived: float
    sees_bad: float
    sees_good: float
    offence: float
    gap_left: float
    founder_blamed: float
    open_nodes: float
    demand: float
    voice_praise: float
    voice_blame: float
    attack: float


class Keys(NamedTuple):
    """Keys (uint64) of today's streams, one a decision."""

    recruit: Any
    participate: Any
    alienate: Any
    resistance: Any
    trust: Any
    news: Any
    purchase: Any
    speak: Any
    attack: Any
    turn: Any
    voice_ends: Any


@kernel
def keys_of(seed: Any, day: int) -> Any:
    """Return today's stream keys."""
    return Keys(
        stream(seed, _RECRUIT, day),
        stream(seed, _PARTICIPATE, day),
        stream(seed, _ALIENATE, day),
        stream(seed, _RESISTANCE, day),
        stream(seed, _TRUST, day),
        stream(seed, _NEWS, day),
        stream(seed, _PURCHASE, day),
        stream(seed, _SPEAK, day),
        stream(seed, _ATTACK, day),
        stream(seed, _TURN, day),
        stream(seed, _VOICE_ENDS, day),
    )


@kernel
def today_of(p: Any, levers: Any, mood: Any) -> Any:
    """Return what is the same for everyone today, from levers and mood (both float64)."""
    climate = mood[CLIMATE]
    stance = levers[STANCE]
    visible = 0.0 if stance == STANCE_SILENT else levers[EXPOSURE]
    charm = visible * (1.0 + p.warmth_gain * levers[WARMTH]) * 2.0 * mood[SUCCESS]
    charm *= max(0.0, 1.0 + p.reply_gain * mood[ANSWERED] * climate)
    idealise = p.idealisation * (1.0 - p.refusal * levers[IMAGE]) * charm
    offence = p.news_weight * mood[GRAVITY]
    offence *= 1.0 + p.idol_harshness * (1.0 - levers[IMAGE])
    sees_bad = mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + p.news_half)
    gap_left = 1.0
    if stance == STANCE_APOLOGISE:
        offence *= 1.0 - p.apology_relief
    elif stance == STANCE_DENY:
        offence *= 1.0 + p.denial_offence
        sees_bad *= 1.0 - p.denial_doubt
    elif stance == STANCE_COMPENSATE:
        gap_left = 1.0 - p.compensation_relief
    sees_good = mood[GOOD_SURPRISE] / (mood[GOOD_SURPRISE] + p.news_half)
    demand = p.demand * mood[STRENGTH] * (1.0 + p.brand) * (1.0 + p.climate_demand * climate)
    demand *= (1.0 + p.launch_demand * mood[LAUNCH]) * (1.0 + p.buzz_demand * sees_good)
    loose = p.speaking * (1.0 + p.surprise_voice * mood[SURPRISE] / (1.0 + mood[SURPRISE]))
    return Today(
        math.exp(p.climate_gain * climate),
        math.exp(-p.climate_gain * climate),
        charm,
        min(1.0, p.recruitment * charm + p.coverage * sees_good),
        idealise,
        idealise * (1.0 - levers[DISTANCE]),
        mood[STRENGTH],
        (1.0 - levers[CANDOUR]) * p.hype * visible,
        min(1.0, max(0.0, mood[STRENGTH] + p.perception * climate)),
        sees_bad,
        sees_good,
        offence,
        gap_left,
        mood[FOUNDER_BLAMED],
        levers[PARTICIPATION],
        demand,
        loose * agreement(p.spiral, climate),
        loose * agreement(p.spiral, -climate),
        p.attack * mood[BAD_SURPRISE] / (mood[BAD_SURPRISE] + 1.0),
    )


@kernel
def expect(p: Any, today: Any, expectation: float, passion: float) -> float:
    """Return the expectation after a day: it moves toward strength + hype (Oliver 1980)."""
    target = today.expectation_base + today.expectation_hype * (1.0 + passion) * 0.5
    return expectation + p.expectation_rate * (target - expectation)


@kernel
def aggrieve(
    p: Any, today: Any, grievance: float, expectation: float, blamed: float,
    shield: float, praise: float, blame: float, saw_news: bool,
) -> float:  # fmt: skip
    """Return the grievance after a day: memory, news that disappoints, blame that is heard."""
    blow = 0.0
    if saw_news:
        gap = max(0.0, expectation - today.perceived) * today.gap_left
        blow = today.offence * (p.loss_weight * gap + p.fault) * blamed
    rest = praise if p.hearing_share > 0.0 else p.heard_half
    heard = p.blame_weight * blame / (blame + rest) * shield if blame > 0.0 else 0.0
    return p.grievance_memory * grievance + blow + heard


@kernel
def threshold_of(p: Any, passion: float, trait: float) -> float:
    """Return the grievance at which a fan turns: the more devoted holds out longer."""
    return (p.threshold + p.threshold_passion * passion) * trait


@kernel
def admire(
    p: Any, today: Any, passion: float, expectation: float, praise: float, blame: float
) -> float:
    """Return a fan's passion after a day: idealised, fading, pleased by better than expected."""
    growth = today.circle_idealise if passion > p.circle else today.idealise
    share = praise / (praise + blame + p.heard_half)
    gained = growth * passion * (1.0 - passion) * share - p.admiration_decay * passion
    pleased = p.gain * max(0.0, today.perceived - expectation) * today.sees_good
    return min(1.0, max(0.0, passion + gained + pleased))


@kernel
def calm(p: Any, passion: float, praise: float, blame: float) -> float:
    """Return an anti-fan's passion (negative) after a day: hostility fades, blame holds it up."""
    echo = blame / (blame + praise + p.heard_half)
    return passion * (1.0 - p.hostility_decay * (1.0 - p.hostility_echo * echo))


@kernel
def escape_of(p: Any, today: Any, table: Any, praise_units: int) -> float:
    """Return the chance (1 - T)^m that m voices of praise win nobody; ``table[63 m]`` holds most.

    Each voice wins independently of the others (Bass 1969; for T alone, bond percolation).
    """
    units = int(praise_units * today.praise_weight + 0.5)
    if units < table.shape[0]:
        return float(table[units])
    return math.pow(1.0 - p.word_of_mouth, units / LOUDNESS_LEVELS)


@kernel
def recruitment(today: Any, escape: float, readiness: float) -> float:
    """Return the probability that charm, good news or praise wins a silent person today."""
    return readiness * (1.0 - (1.0 - today.recruit) * escape)


@kernel
def takes_part(p: Any, today: Any, praise: float, readiness: float) -> float:
    """Return the probability of taking part today: unasked, or because others praise."""
    drawn = p.taking_part + p.following * praise / (praise + p.heard_half)
    return today.open_nodes * readiness * drawn


@kernel
def people_block(
    day: int, seed: Any, first: int, end: int, p: Any, levers: Any, mood: Any,
    table: Any, complete: bool, hall: Any, crowd: Any, totals: Any,
) -> None:  # fmt: skip
    """Run phase 5 of a day for the people ``first`` to ``end - 1``.

    Parameters
    ----------
    day : int
    seed : uint64
    first, end : int
        Block of people.
    p : Values
    levers, mood : float64 (8,), float64 (moods,)
        Read only.
    table : float64 (m,)
        (1 - T)^(m / 63).
    complete : bool
        Whether everyone hears everyone; then ``hall`` (int64, 3) holds the sums.
    crowd : Crowd
        All arrays of the people; written.
    totals : int64 (totals,)
        Sums over this block; written.
    """
    today = today_of(p, levers, mood)
    keys = keys_of(seed, day)
    noise_of_attack = int(p.attack_noise)
    # In a complete network all silent people hear the same praise: none of it is their own.
    hall_escape = escape_of(p, today, table, int(hall[0])) if complete else 1.0
    for k in range(totals.shape[0]):
        totals[k] = 0
    for i in range(first, end):
        role = int(crowd.role[i])
        marks = int(crowd.marks[i])
        heard = int(crowd.heard[i])
        crowd.heard[i] = 0
        if complete:
            own = word_of(int(crowd.voice[i]), noise_of_attack) if crowd.voice[i] != 0 else 0
            praise_units = int(hall[0]) - (own & HEARD_MASK)
            praise = praise_units / LOUDNESS_LEVELS
            blame = (int(hall[1]) - ((own >> HEARD_BITS) & HEARD_MASK)) / LOUDNESS_LEVELS
            noise = float(int(hall[2]) - (own >> (2 * HEARD_BITS)))
        else:
            praise_units = heard & HEARD_MASK
            praise = praise_in(heard)
            blame = blame_in(heard)
            noise = noise_in(heard)
        praise *= today.praise_weight
        blame *= today.blame_weight
        passion = float(crowd.passion[i])
        expectation = float(crowd.expectation[i])
        grievance = float(crowd.grievance[i])
        took_part = False

        if role == SILENT:
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
                expectation = expect(p, today, expectation, 0.0)
                saw = uniform(keys.news, i) < today.sees_bad
                grievance = aggrieve(p, today, grievance, expectation, 1.0, 1.0, praise, blame, saw)
            if today.open_nodes > 0.0:
                took_part = uniform(keys.participate, i) < takes_part(p, today, praise, readiness)
            escape = hall_escape if complete else escape_of(p, today, table, praise_units)
            won = recruitment(today, escape, readiness)
            if took_part or uniform(keys.recruit, i) < won:
                role = FAN
                passion = p.first_passion
                if not marks & OWNER:
                    expectation = mood[PUBLIC_EXPECTATION]
                    grievance = 0.0
                marks &= ~RESISTER
                totals[T_RECRUITS] += 1
        elif role == FAN:
            if today.open_nodes > 0.0:
                took_part = uniform(keys.participate, i) < takes_part(p, today, praise, passion)
            passion = admire(p, today, passion, expectation, praise, blame)
            expectation = expect(p, today, expectation, passion)
            saw = uniform(keys.news, i) < today.sees_bad
            blamed = 1.0 if marks & OWNER else today.founder_blamed
            shield = 1.0 - p.shield * passion
            grievance = aggrieve(
                p, today, grievance, expectation, blamed, shield, praise, blame, saw
            )
            if crowd.voice[i] != 0 and uniform(keys.voice_ends, i) < p.voice_ending:
                marks |= SPENT
            limit = threshold_of(p, passion, float(crowd.threshold[i]))
            if passion < p.leave:
                role = SILENT
                passion = 0.0
                totals[T_COOLED] += 1
            elif grievance >= limit and uniform(keys.turn, i) < p.turning:
                role = ANTI_FAN
                carried = p.carryover_own * passion + (1.0 - p.carryover_own) * 0.5
                totals[T_TURNED] += 1
                totals[T_PASSION_TURNED] += int(passion * FIXED_POINT)
                passion = -p.carryover * carried
                totals[T_HOSTILITY_MADE] += int(-passion * FIXED_POINT)
                marks |= BETRAYED
        else:
            passion = calm(p, passion, praise, blame)
            grievance *= p.grievance_memory
            if -passion < p.leave:
                role = SILENT
                passion = 0.0
                totals[T_RECOVERED] += 1

        if took_part:
            totals[T_PARTICIPANTS] += 1
            if role == FAN:
                passion += p.passion_gain * (1.0 - passion)
                expectation += p.expectation_gain
        if not marks & OWNER and role != ANTI_FAN:
            buys = today.demand * (1.0 + p.passion_demand * passion)
            if marks & RESISTER:
                buys *= 1.0 - p.resistance
            if uniform(keys.purchase, i) < buys:
                marks |= OWNER
                totals[T_BOUGHT] += 1
                if role == SILENT:
                    expectation = mood[PUBLIC_EXPECTATION]
                    grievance = 0.0

        critic = marks & OWNER != 0 and role != ANTI_FAN and grievance > p.critic
        voice = 0
        if (role != SILENT or critic) and not marks & SPENT:
            voice = choose_voice(
                p, today, role, passion, grievance, critic, float(crowd.activity[i]),
                uniform(keys.speak, i), uniform(keys.attack, i),
            )  # fmt: skip
            if took_part and voice == 0 and role == FAN:
                voice = loudness(passion)
        count(p, role, marks, passion, expectation, grievance, critic, voice, totals)
        crowd.role[i] = role
        crowd.marks[i] = marks
        crowd.passion[i] = passion
        crowd.expectation[i] = expectation
        crowd.grievance[i] = grievance
        crowd.voice[i] = voice


@kernel
def count(
    p: Any, role: int, marks: int, passion: float, expectation: float, grievance: float,
    critic: bool, voice: int, totals: Any,
) -> None:  # fmt: skip
    """Add one person to the totals; floats as integer counts of 2**-20."""
    if marks & OWNER:
        totals[T_OWNERS] += 1
    if critic:
        totals[T_CRITICS] += 1
    if role == SILENT:
        if marks & RESISTER:
            totals[T_RESISTERS] += 1
    elif role == FAN:
        totals[T_FANS] += 1
        totals[T_ADMIRATION] += int(passion * FIXED_POINT)
        totals[T_EXPECTATION] += int(expectation * FIXED_POINT)
        totals[T_GRIEVANCE] += int(min(grievance, MOST_COUNTED) * FIXED_POINT)
        if passion > p.circle:
            totals[T_CIRCLE] += 1
    else:
        totals[T_ANTI_FANS] += 1
        totals[T_HOSTILITY] += int(-passion * FIXED_POINT)
    if voice < 0:
        totals[T_VOICES_BLAME] += 1
        totals[T_BLAME] -= voice
    elif voice == ATTACK_VOICE:
        totals[T_ATTACKS] += 1
    elif voice > 0:
        totals[T_VOICES_PRAISE] += 1
        totals[T_PRAISE] += voice - CIRCLE_VOICE if voice > CIRCLE_VOICE else voice
