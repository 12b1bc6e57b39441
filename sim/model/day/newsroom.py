"""The newsroom phase: incidents become public, stories follow stories, people get used to it."""

from __future__ import annotations

import math
from typing import Any

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Given
from sim.model.day.product import products_apart
from sim.model.layout import (
    ACCIDENT,
    ATTACK_STORIES,
    ATTENTION,
    BAD_SURPRISE,
    CALENDAR_ACCIDENTS,
    CALENDAR_BAD,
    CALENDAR_DISPUTES,
    CALENDAR_FOUNDER,
    CALENDAR_GOOD,
    CALENDAR_GRAVITY,
    CLIMATE,
    COUNT,
    COUPLING,
    DOSE_BAD,
    DOSE_GOOD,
    EXCITATION_BAD,
    EXCITATION_GOOD,
    EXCITATION_GRAVITY,
    EXPOSURE,
    FAULTY,
    FOUNDER_BLAMED,
    GOOD_SURPRISE,
    GRAVITY,
    HABITUATION,
    REACH_OWN,
    RESERVOIR,
    S_ACCIDENTS,
    S_ACCIDENTS_PUBLIC,
    S_DISPUTES,
    S_DISPUTES_PUBLIC,
    S_LATENT,
    S_STORIES_BAD,
    S_STORIES_BAD_FOUNDER,
    S_STORIES_GOOD,
    S_STORIES_GOOD_FOUNDER,
    STANCE,
    STANCE_APOLOGISE,
    STANCE_SILENT,
    SURPRISE,
)
from sim.model.randomness import Decision, poisson, stream, uniform

_DISCLOSURE = int(Decision.DISCLOSURE)
_STORIES = int(Decision.STORIES)
_STORY_SIGN = int(Decision.STORY_SIGN)
_STORY_OUTLET = int(Decision.STORY_OUTLET)
_STORY_FOUNDER = int(Decision.STORY_FOUNDER)
_FAULTY_PRODUCT = int(Decision.FAULTY_PRODUCT)
MOST_STORIES = 100_000.0
# Gravity of the news about an attack of the fan circle: the middle of the judged scale.
ATTACK_GRAVITY = 1.0


@inner_kernel
def gravity_of(severity: float) -> float:
    """Return the gravity of an incident: judged severity 1 + log2(severity), over 3."""
    return (1.0 + math.log2(severity)) / 3.0


@inner_kernel
def disclose(day: int, seed: Any, p: Any, mood: Any, latent: Any, row: Any) -> tuple[float, float]:
    """Bring hidden incidents to light; return first stories expected and their gravity mass.

    P(public) = 1 - exp(-(disclosure + scrutiny x attention) x severity x fame), a small share of
    that on every later day (gatekeeping; McCombs & Shaw 1972 for agenda setting). The gravest of
    today says which product is the faulty one.
    """
    habit = mood[HABITUATION]
    fame = 1.0 + p.fame_weight * (p.brand + mood[COUPLING] + habit / (1.0 + habit) - 1.0)
    rate = (p.disclosure + p.scrutiny * mood[ATTENTION]) * fame
    banked = mood[RESERVOIR] / (mood[RESERVOIR] + p.reservoir_half)
    key = stream(seed, _DISCLOSURE, day)
    stories = 0.0
    mass = 0.0
    kept = 0
    gravest = 0.0
    for k in range(latent.filled[COUNT]):
        severity = latent.severity[k]
        age = latent.age[k]
        later = 1.0 if age == 0 else p.later_disclosure
        if uniform(key, latent.identity[k]) < 1.0 - math.exp(-rate * severity * later):
            first = p.story_scale * severity * (1.0 + p.reservoir_gain * banked)
            stories += first
            mass += first * gravity_of(severity)
            if severity > gravest:
                gravest = severity
                product_key = stream(seed, _FAULTY_PRODUCT, 0)
                luck = uniform(product_key, latent.identity[k])
                mood[FAULTY] = math.floor(luck * products_apart(p))
            known = S_ACCIDENTS_PUBLIC if latent.kind[k] == ACCIDENT else S_DISPUTES_PUBLIC
            row[known] += 1.0
        elif age < p.latent_days:
            latent.severity[kept] = severity
            latent.kind[kept] = latent.kind[k]
            latent.age[kept] = age + 1
            latent.identity[kept] = latent.identity[k]
            kept += 1
    latent.filled[COUNT] = kept
    row[S_LATENT] = kept
    return stories, mass


@inner_kernel
def choose_outlet(u: float, outlets: Any) -> int:
    """Return the outlet that runs a story: in proportion to reach x appetite."""
    total = 0.0
    for k in range(outlets.reach.shape[0]):
        total += outlets.reach[k] * outlets.appetite[k]
    left = u * total
    for k in range(outlets.reach.shape[0]):
        left -= outlets.reach[k] * outlets.appetite[k]
        if left < 0.0:
            return k
    return outlets.reach.shape[0] - 1


@inner_kernel
def publish(
    day: int,
    seed: Any,
    good: float,
    bad: float,
    naming_good: float,
    naming_bad: float,
    outlets: Any,
    row: Any,
) -> tuple[float, float, float]:
    """Draw today's stories; return the dose of good, of bad, and of bad that names the founder.

    All stories of a day are one Poisson count, divided among signs and outlets (Hawkes 1971, in
    discrete time). A dose is reach, tilted by the outlet's slant.

    Parameters
    ----------
    day, seed : int, uint64
    good, bad : float
        Stories expected.
    naming_good, naming_bad : float
        Chance that a story names the founder.
    outlets : Outlets
        Stories of each are counted.
    row : float64 (columns,)
        Stories are written.
    """
    intensity = min(good + bad, MOST_STORIES)
    count = poisson(stream(seed, _STORIES, day), intensity)
    sign_key = stream(seed, _STORY_SIGN, day)
    outlet_key = stream(seed, _STORY_OUTLET, day)
    founder_key = stream(seed, _STORY_FOUNDER, day)
    share_bad = bad / (good + bad) if good + bad > 0.0 else 0.0
    dose_good = 0.0
    dose_bad = 0.0
    dose_founder = 0.0
    for story in range(count):
        k = choose_outlet(uniform(outlet_key, story), outlets)
        outlets.stories[k] += 1
        u = uniform(founder_key, story)
        if uniform(sign_key, story) < share_bad:
            dose = outlets.reach[k] * (1.0 - outlets.slant[k])
            dose_bad += dose
            row[S_STORIES_BAD] += 1.0
            if u < naming_bad:
                dose_founder += dose
                row[S_STORIES_BAD_FOUNDER] += 1.0
        else:
            dose_good += outlets.reach[k] * (1.0 + outlets.slant[k])
            row[S_STORIES_GOOD] += 1.0
            if u < naming_good:
                row[S_STORIES_GOOD_FOUNDER] += 1.0
    return dose_good, dose_bad, dose_founder


@inner_kernel
def tire_and_lean(p: Any, climate: float, outlets: Any) -> None:
    """Update the outlets: covering costs appetite, rest restores it, slant follows the climate."""
    for k in range(outlets.reach.shape[0]):
        ran = outlets.stories[k]
        tired = p.appetite_fatigue * outlets.appetite[k] * ran / (1.0 + ran)
        outlets.appetite[k] += p.appetite_recovery * (1.0 - outlets.appetite[k]) - tired
        outlets.appetite[k] = max(outlets.appetite[k], 0.01)
        outlets.slant[k] += p.slant_herding * (0.9 * climate - outlets.slant[k])
        outlets.stories[k] = 0


@inner_kernel
def react(p: Any, doses: tuple[float, float, float], posts: float, mood: Any) -> None:
    """Update attention, habit, surprise and the banked praise from today's doses.

    The firm's own channel is heard as good news, but is no voice of others: neither the climate
    nor the banked praise counts it.
    """
    dose_good, dose_bad, dose_founder = doses
    mood[REACH_OWN] = p.own_channel * posts
    heard = dose_good + dose_bad + mood[REACH_OWN]
    mood[DOSE_GOOD] = dose_good
    mood[DOSE_BAD] = dose_bad
    mood[ATTENTION] = p.attention_memory * mood[ATTENTION] + heard + p.attention_posts * posts
    habit = p.habituation_weight * mood[HABITUATION]
    surprise = max(0.0, mood[ATTENTION] - habit) / (1.0 + habit)
    mood[HABITUATION] += (mood[ATTENTION] - mood[HABITUATION]) / p.habituation_days
    mood[SURPRISE] = surprise
    mood[BAD_SURPRISE] = surprise * dose_bad / heard if heard > 0.0 else 0.0
    good = dose_good + mood[REACH_OWN]
    mood[GOOD_SURPRISE] = surprise * good / heard if heard > 0.0 else 0.0
    mood[FOUNDER_BLAMED] = dose_founder / dose_bad if dose_bad > 0.0 else 0.0
    banked = mood[RESERVOIR] * (1.0 - 1.0 / p.reservoir_days) + dose_good - dose_bad
    mood[RESERVOIR] = max(0.0, banked)


@inner_kernel
def note_dated(today: Any, mood: Any, row: Any) -> None:
    """Count today's dated incidents, which are public at once and of the first product.

    Parameters
    ----------
    today : float64 (10,)
        The calendar's row.
    mood, row : float64 (moods,), float64 (columns,)
        Written.
    """
    accidents, disputes = today[CALENDAR_ACCIDENTS], today[CALENDAR_DISPUTES]
    row[S_ACCIDENTS] += accidents
    row[S_ACCIDENTS_PUBLIC] += accidents
    row[S_DISPUTES] += disputes
    row[S_DISPUTES_PUBLIC] += disputes
    if accidents + disputes > 0.0:
        mood[FAULTY] = 0.0


@inner_kernel
def naming_of(p: Any, named: float, reach: float, levers: Any, mood: Any) -> float:
    """Return the chance that a bad story names the founder.

    Parameters
    ----------
    p : Values
    named : float
        Share of the bad stories that are about the founder himself.
    reach : float
        Reach of the firm's own channel: who speaks to all can be spoken to by all.
    levers, mood : float64 (8,), float64 (moods,)
        Read only.
    """
    own = named
    if levers[STANCE] == STANCE_APOLOGISE:
        own += (1.0 - own) * p.apology_naming
    if reach > 0.0:
        share = reach / (reach + mood[DOSE_GOOD] + mood[DOSE_BAD])
        own += (1.0 - own) * p.own_channel_naming * share
    return mood[COUPLING] + (1.0 - mood[COUPLING]) * own


@inner_kernel
def excite(p: Any, ran_good: float, ran_bad: float, mood: Any) -> None:
    """Let today's stories call for others: excitations (float64) move toward what ran."""
    rest = 1.0 - p.kernel
    mood[EXCITATION_GOOD] = p.kernel * mood[EXCITATION_GOOD] + rest * ran_good
    mood[EXCITATION_BAD] = p.kernel * mood[EXCITATION_BAD] + rest * ran_bad
    mood[EXCITATION_GRAVITY] = p.kernel * mood[EXCITATION_GRAVITY] + rest * ran_bad * mood[GRAVITY]


@inner_kernel
def newsroom_day(
    day: int,
    given: Given,
    calendar: Any,
    levers: Any,
    outlets: Any,
    latent: Any,
    mood: Any,
    row: Any,
) -> None:
    """Run the newsroom phase of a day.

    Parameters
    ----------
    day : int
    given : Given
    calendar : float64 (days, 10)
        Stories of the dated events.
    levers : float64 (8,)
    outlets : Outlets
        Appetite and slant are written.
    latent : Latent
        Those who become public or are forgotten leave it.
    mood : float64 (moods,)
        Excitations, attention, habit, surprise, gravity and the reservoir are written.
    row : float64 (columns,)
        Today's series: public incidents and stories are written.
    """
    seed, p = given.seed, given.parameters
    today = calendar[day]
    note_dated(today, mood, row)
    first, mass = disclose(day, seed, p, mood, latent, row)
    posts = 0.0 if levers[STANCE] == STANCE_SILENT else levers[EXPOSURE]
    attacked = mood[ATTACK_STORIES]
    good = p.founder_stories * posts + today[CALENDAR_GOOD] + p.branching * mood[EXCITATION_GOOD]
    follow_ups = p.branching * mood[EXCITATION_BAD]
    bad = first + today[CALENDAR_BAD] + attacked + follow_ups
    mass += today[CALENDAR_BAD] * today[CALENDAR_GRAVITY] + attacked * ATTACK_GRAVITY
    mass += p.branching * mood[EXCITATION_GRAVITY]
    mood[GRAVITY] = mass / bad if bad > 0.0 else 0.0
    named = (today[CALENDAR_FOUNDER] + attacked) / bad if bad > 0.0 else 0.0
    naming_bad = naming_of(p, named, p.own_channel * posts, levers, mood)
    bad_before, good_before = row[S_STORIES_BAD], row[S_STORIES_GOOD]
    doses = publish(day, seed, good, bad, mood[COUPLING], naming_bad, outlets, row)
    excite(p, row[S_STORIES_GOOD] - good_before, row[S_STORIES_BAD] - bad_before, mood)
    tire_and_lean(p, mood[CLIMATE], outlets)
    react(p, doses, posts, mood)
