"""The founder's public face: a channel of his own, an image, and warmth."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import HEIGHT, minor, put_on, severe

SHOCK: Final = 60
AFTER: Final = 60
CHANNEL_DAYS: Final = 180


def _own_reach(arms: ObservedArms) -> float:
    own, outlets = (
        statistics.total(arms["on air"], "reach_own"),
        statistics.total(arms["on air"], "reach_outlets"),
    )
    return statistics.log_ratio(own, outlets, 1e-3)


def _found(arms: ObservedArms) -> float:
    bad = statistics.total(arms["on air"], "stories_bad")
    return statistics.total(arms["on air"], "stories_bad_founder") / bad if bad > 0.0 else math.nan


ONE_MAN_PR: Final = Claim(
    id="one-man-pr",
    essay=("E1",),
    phrase="Like Musk, 'one person tops a bunch of public relations departments', the companion "
    "effect is likely to be: the first thing everyone thinks of after the accident is this person.",
    theory="reach without media",
    references=("love-2017", "horton-wohl-1956"),
    mechanisms=("self-media",),
    setting=Setting(
        CHANNEL_DAYS, {**HEIGHT, "founder.exposure": 0.8, **put_on("self-media")}, (severe(SHOCK),)
    ),
    arms=(Arm("on air"),),
    parts=(
        ClaimPart(
            "reach of the own channel against all outlets", "ln ratio", _own_reach, "above", 0.0
        ),
        ClaimPart(
            "bad stories that name the founder, with the channel less without",
            "share",
            _found,
            "above",
            0.03,
            difference=True,
        ),
    ),
    expected="The first is by assumption (4 stories a day at full exposure against what outlets "
    "run on him): it may well fail at that number, as a severe accident fills the outlets. The "
    "second should hold.",
    notice="Reach of the own channel beside that of the outlets.",
    figure="reach_own",
)


def _hurt(arms: ObservedArms, image: str) -> float:
    return statistics.turned_more(arms, f"{image}, fault", f"{image}, calm", SHOCK, AFTER)


def _idol_hurt(arms: ObservedArms) -> float:
    return _hurt(arms, "idol")


def _idol_hurt_more(arms: ObservedArms) -> float:
    return _hurt(arms, "idol") - _hurt(arms, "entrepreneur")


def _entrepreneur_hurt(arms: ObservedArms) -> float:
    return _hurt(arms, "entrepreneur")


PERFECT_IDOL: Final = Claim(
    id="perfect-idol",
    essay=("E1",),
    phrase="Idols are responsible for providing the fantasy of 'perfect idols', but no "
    "entrepreneur can withstand the logical scrutiny of perfect people.",
    theory="shifting standards",
    references=("biernat-manis-1994",),
    mechanisms=("perfect-idol", "shifting-standards"),
    setting=Setting(
        150,
        # Image also slows idealisation: with that at rest the arms differ in their standards alone.
        {**HEIGHT, "people.refusal": 0.0, **put_on("shifting-standards")},
    ),
    arms=tuple(
        Arm(f"{image}, {what}", {"founder.image": value}, events)
        for image, value in (("idol", 0.0), ("entrepreneur", 1.0))
        for what, events in (("fault", (minor(SHOCK),)), ("calm", ()))
    ),
    parts=(
        ClaimPart(
            "fans an idol loses by a minor fault",
            "share of fans",
            _idol_hurt,
            "above",
            0.01,
            ablate=False,
            control=True,
        ),
        ClaimPart(
            "fans lost by a minor fault, idol less entrepreneur",
            "share of fans",
            _idol_hurt_more,
            "above",
            0.01,
        ),
        ClaimPart(
            "fans an entrepreneur loses by it", "share of fans", _entrepreneur_hurt, "equal", 0.01
        ),
    ),
    expected="The idol should lose a few per cent, the entrepreneur hardly any; a minor fault may "
    "be too small for either in a climate near its upper end.",
    amended="It held in the first run and in some others not: an image also slows idealisation, so "
    "that the idol had more passionate fans by the day of the fault, which made a difference "
    "without the mechanism too (.012 over 240 worlds, limit .01). Refusal is off now, and the arms "
    "differ in standards alone.",
    first="holds",
    notice="A minor fault costs an idol fans, and an entrepreneur none.",
    figure="fan_to_black",
    shown=("idol, fault", "entrepreneur, fault"),
)

WARMTH_DAYS: Final = 120


def _admiration(arms: ObservedArms, arm: str) -> float:
    run = arms[arm]
    return float(run["mean_passion"][-1] * run["fan_share"][-1])


def _warmth(arms: ObservedArms) -> float:
    high = _admiration(arms, "warm, seen") - _admiration(arms, "cold, seen")
    low = _admiration(arms, "warm, unseen") - _admiration(arms, "cold, unseen")
    return high - low


SHOWING_WEAKNESS: Final = Claim(
    id="showing-weakness",
    essay=("E1",),
    phrase="Not necessarily admiring the strong but definitely admiring the strong who are good at "
    "'showing weakness'.",
    theory="parasocial interaction",
    references=("horton-wohl-1956",),
    mechanisms=("showing-weakness",),
    setting=Setting(WARMTH_DAYS, HEIGHT),
    arms=tuple(
        Arm(f"{warmth}, {face}", {"founder.warmth": value, "founder.exposure": exposure})
        for warmth, value in (("warm", 0.9), ("cold", 0.0))
        for face, exposure in (("seen", 0.8), ("unseen", 0.2))
    ),
    parts=(
        ClaimPart(
            "admiration that warmth adds: seen less unseen",
            "passion per person",
            _warmth,
            "above",
            0.01,
        ),
    ),
    expected="Above 0: charm is exposure x (1 + .5 warmth).",
    notice="Warmth raises admiration the more, the more the founder is seen.",
    figure="mean_passion",
    shown=("warm, seen", "cold, seen"),
)
