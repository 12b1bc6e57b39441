"""Worship: its danger, its need of success, its reach, and what it forgives."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, Observed, Part, Setting, When
from sim.claims.records import statistics as st
from sim.claims.records.worlds import BEGINNING, HEIGHT, minor, put_on, severe

SHOCK: Final = 60
AFTER: Final = 60
YEAR: Final = 365


def _storms(o: Observed) -> float:
    return st.log_ratio(
        st.total(o["worshipped"], "stories_bad"), st.total(o["respected"], "stories_bad"), 1.0
    )


WORSHIP_DANGER: Final = Claim(
    id="worship-danger",
    essay=("E1",),
    phrase="Being worshipped by too many people is often the beginning of danger.",
    theory="celebrity CEOs",
    references=("malmendier-tate-2009", "lovelace-2018"),
    mechanisms=("own-goal",),
    setting=Setting(
        YEAR,
        # One fleet and one product, so that only the worship differs.
        {
            "product.demand": 0.0,
            "start.fleet": 500_000.0,
            "start.passion": 0.8,
            "founder.participation": 0.0,
            "people.turning": 0.0,
            "people.recruitment": 0.0,
            "people.coverage": 0.0,
            "people.word_of_mouth": 0.0,
            "people.admiration_decay": 0.0,
            "people.idealisation": 0.0,
        },
    ),
    arms=(Arm("worshipped", {"start.fans": 0.5}), Arm("respected", {"start.fans": 0.05})),
    parts=(
        Part("bad stories in a year, many fans against few", "ln ratio", _storms, "above", 0.1),
    ),
    expected="Above 0 by the attacks of the circle; at one fleet no other way leads from worship "
    "to bad stories, so that it may be small.",
    amended="In the first run (.05, expected above .1) the worship was gone after a month: half of "
    "the crowd were fans on the first day, 3 % on day 90, and as many as in the other arm. Nobody "
    "changes camp now, so that the worship lasts as long as its consequences are counted.",
    first="fails",
    notice="The same incidents: are there more bad stories where more people worship?",
    figure="stories_bad",
)

SUCCESS_DAYS: Final = 180


def _market(sign: str) -> tuple[When, ...]:
    return tuple(When(day, "market", sign, None, 5.0) for day in range(10, SUCCESS_DAYS, 15))


def _charm(o: Observed, luck: str) -> float:
    people = o[f"{luck}, seen"].people
    won = st.total(o[f"{luck}, seen"], "recruits") - st.total(o[f"{luck}, unseen"], "recruits")
    return won / people


def _multiplies(o: Observed) -> float:
    return _charm(o, "success") - _charm(o, "failure")


SUCCESS_FIRST: Final = Claim(
    id="success-first",
    essay=("E1",),
    phrase="Fame is related to several factors, and success is always the most important one.",
    theory="prestige",
    references=("le-bon-1895",),
    mechanisms=("success",),
    setting=Setting(SUCCESS_DAYS, BEGINNING),
    arms=tuple(
        Arm(f"{luck}, {face}", {"founder.exposure": exposure}, _market(sign))
        for luck, sign in (("success", "+"), ("failure", "-"))
        for face, exposure in (("seen", 0.8), ("unseen", 0.2))
    ),
    parts=(
        Part(
            "people won by exposure, in success less in failure, with success less without",
            "share of crowd",
            _multiplies,
            "above",
            0.02,
            difference=True,
        ),
    ),
    expected="Above 0, since charm is multiplied by success; the market news themselves, which "
    "also make good and bad stories, are in both terms of the difference.",
    amended="Was held against 0 and failed: .014 with the mechanism, -.014 without. The market "
    "news that make success and failure are stories as well, and use up what exposure could win, "
    "so that the null is not 0 but what comes out without the mechanism.",
    first="fails",
    notice="The same exposure wins more people while sales and market news are good.",
    figure="recruits",
    shown=("success, seen", "failure, seen"),
)

CHANNEL_DAYS: Final = 180


def _own_reach(o: Observed) -> float:
    own, outlets = st.total(o["on air"], "reach_own"), st.total(o["on air"], "reach_outlets")
    return st.log_ratio(own, outlets, 1e-3)


def _found(o: Observed) -> float:
    bad = st.total(o["on air"], "stories_bad")
    return st.total(o["on air"], "stories_bad_founder") / bad if bad > 0.0 else math.nan


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
        Part("reach of the own channel against all outlets", "ln ratio", _own_reach, "above", 0.0),
        Part(
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


def _hurt(o: Observed, image: str) -> float:
    return st.turned(o[f"{image}, fault"], SHOCK, AFTER) - st.turned(
        o[f"{image}, calm"], SHOCK, AFTER
    )


def _idol_hurt(o: Observed) -> float:
    return _hurt(o, "idol")


def _idol_hurt_more(o: Observed) -> float:
    return _hurt(o, "idol") - _hurt(o, "entrepreneur")


def _entrepreneur_hurt(o: Observed) -> float:
    return _hurt(o, "entrepreneur")


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
        Part(
            "fans an idol loses by a minor fault",
            "share of fans",
            _idol_hurt,
            "above",
            0.01,
            ablate=False,
            control=True,
        ),
        Part(
            "fans lost by a minor fault, idol less entrepreneur",
            "share of fans",
            _idol_hurt_more,
            "above",
            0.01,
        ),
        Part(
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


def _admiration(o: Observed, arm: str) -> float:
    seen = o[arm]
    return float(seen["mean_passion"][-1] * seen["fan_share"][-1])


def _warmth(o: Observed) -> float:
    high = _admiration(o, "warm, seen") - _admiration(o, "cold, seen")
    low = _admiration(o, "warm, unseen") - _admiration(o, "cold, unseen")
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
        Part(
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

CLAIMS: Final = (WORSHIP_DANGER, SUCCESS_FIRST, ONE_MAN_PR, PERFECT_IDOL, SHOWING_WEAKNESS)
