"""The founder and the firm: what one is to the other, in tailwind and in headwind."""

from __future__ import annotations

import math
from typing import Final

from sim.claims import statistics as st
from sim.claims.claim import (
    Arm,
    Claim,
    Evidence,
    Observed,
    Part,
    Setting,
    When,
    interval_above,
)
from sim.claims.worlds import BEGINNING, HEIGHT, LAUNCH, conduct, minor, put_on, severe

SHOCK: Final = 60
AFTER: Final = 60


def _fall_together(o: Observed) -> float:
    return st.turned(o["accident"], SHOCK, AFTER) - st.turned(o["calm"], SHOCK, AFTER)


def _naming(o: Observed) -> float:
    bad = st.total(o["accident"], "stories_bad", SHOCK, SHOCK + AFTER)
    named = st.total(o["accident"], "stories_bad_founder", SHOCK, SHOCK + AFTER)
    return named / bad if bad > 0.0 else math.nan


FOUNDER_IS_FIRM: Final = Claim(
    id="founder-is-firm",
    essay=("E1",),
    phrase="In the eyes of many people, Xiaomi = Lei Jun ... the first thing everyone thinks of "
    "after the accident is this person, not this company.",
    theory="meaning transfer; situational crisis communication",
    references=("scheidt-2018", "mccracken-1989", "coombs-2007"),
    mechanisms=("coupling",),
    setting=Setting(
        150, {**HEIGHT, "start.fleet": 0.0, "product.demand": 0.0},
        without=("own-goal",),  # whose stories name the founder whatever the coupling
    ),
    arms=(Arm("accident", events=(severe(SHOCK),)), Arm("calm")),
    parts=(
        Part("fans of the founder lost by an accident of the product", "share of fans",
             _fall_together, "above", 0.05),
        Part("bad stories on the accident that name the founder", "share", _naming, "above", 0.3),
    ),
    expected="Both present; without coupling few should turn, as only owners (2 % of the crowd) "
    "are then concerned by a fault of the product.",
    amended="The first run had half a million cars on the road: .74 of the fans lost with "
    "coupling, .12 without, because owners are concerned by a fault of the product whoever leads "
    "the firm. With nobody an owner it was .71 and .06 (limit .05), all of that by attacks of the "
    "fan circle, whose stories name the founder in any case. Both ways are closed now, so that "
    "coupling is the only one.",
    first="fails",
    notice="The fans of the person leave after a fault of the product, unless person and firm are "
    "apart.",
    figure="fan_share",
    evidence=Evidence(
        "share of negative titles that name Lei Jun, April 2024 to March 2025 against April and "
        "May 2025",
        "few negatives a month; one coder; the founder was silent in between; an edited board",
        ("founder-named",),
        lambda e: interval_above(
            e["founder named in negatives, April and May 2025"].low
            - e["founder named in negatives, April 2024 to March 2025"].high,
            e["founder named in negatives, April and May 2025"].high
            - e["founder named in negatives, April 2024 to March 2025"].low,
            0.0,
        ),
    ),
)  # fmt: skip


def _sold_for_love(o: Observed) -> float:
    return st.log_ratio(st.total(o["loved"], "sales"), st.total(o["unknown"], "sales"), 1.0)


BUY_THE_PERSON: Final = Claim(
    id="buy-the-person",
    essay=("E1",),
    phrase="At least they believe in Xiaomi cars because they believe in Lei Jun.",
    theory="celebrity endorsement",
    references=("mccracken-1989",),
    mechanisms=("buy-the-person",),
    setting=Setting(
        120,
        # Nobody is won and nobody's passion grows: the same product, with and without fans.
        {**BEGINNING, "product.demand": 1e-4, "people.recruitment": 0.0, "people.coverage": 0.0,
         "people.word_of_mouth": 0.0, "people.idealisation": 0.0, "founder.participation": 0.0,
         "start.passion": 0.7, "start.anti_fans": 0.0},
    ),
    arms=(Arm("loved", {"start.fans": 0.4}), Arm("unknown", {"start.fans": 0.0})),
    parts=(Part("cars sold with fans against without", "ln ratio", _sold_for_love, "above", 0.5),),
    expected="About ln(1 + .4 x 7 x .6), near 1; without, what the better climate sells (at most "
    "ln 1.5) remains.",
    notice="The same product sells twice as well to people who love its founder.",
    figure="sales",
    evidence=Evidence(
        "Xiaomi's monthly units: 29,244 in March 2025, then 28,585, 28,013 and 25,000, while the "
        "balance of titles fell from +.72 to -.09",
        "the firm sold what it could build, from a backlog of orders; some months are from memory",
    ),
)  # fmt: skip

YEAR: Final = 365
QUARTER: Final = 90


def _loss(o: Observed, level: str) -> float:
    """Return how much of the crowd an accident costs at one exposure."""
    struck, calm = o[f"{level}, accident"]["fan_share"], o[f"{level}, calm"]["fan_share"]
    return float((calm[YEAR : YEAR + QUARTER] - struck[YEAR : YEAR + QUARTER]).max())


def _convexity(o: Observed) -> float:
    return _loss(o, "high") - 2.0 * _loss(o, "middle") + _loss(o, "low")


LEVERAGE: Final = Claim(
    id="leverage",
    essay=("E1",),
    phrase="Entrepreneur IP far exceeds the product strength of enterprises and is prone to "
    "top-heavy symptoms ... In the headwind situation, it will 'add leverage' to the word-of-mouth "
    "reversal when the product has an accident.",
    theory="liability of good reputation (contrary: celebrity as an asset)",
    references=("rhee-haunschild-2006", "pfarrer-2010"),
    mechanisms=("coupling",),
    setting=Setting(YEAR + QUARTER, BEGINNING, (LAUNCH,)),
    arms=tuple(
        Arm(f"{level}, {what}", {"founder.exposure": exposure}, events)
        for level, exposure in (("low", 0.2), ("middle", 0.5), ("high", 0.8))
        for what, events in (("accident", (severe(YEAR),)), ("calm", ()))
    ),
    parts=(
        Part("loss at exposure .8, less twice that at .5, plus that at .2", "share of crowd",
             _convexity, "above", 0.02),
    ),
    expected="Convex, as fans, hype and coupling all grow with exposure; coupling x / (x + b) and "
    "the number of fans level off, so that it may as well be concave.",
    disputed=True,
    amended="It was judged in the first run, and failed (.014, expected above .02). But the "
    "literature it names is divided on the sign (Rhee and Haunschild 2006 against Pfarrer et al. "
    "2010), so that by the rule for all claims it is reported.",
    first="fails",
    notice="What one accident costs, at three exposures.",
    figure="fan_share",
    shown=("high, accident", "low, accident"),
)  # fmt: skip


def _gain(o: Observed, product: str) -> float:
    return (st.total(o[f"{product}, seen"], "owners", YEAR - 1) - st.total(
        o[f"{product}, unseen"], "owners", YEAR - 1)) / o[f"{product}, seen"].people  # fmt: skip


def _complement(o: Observed) -> float:
    return 1000.0 * (_gain(o, "strong") - _gain(o, "weak"))


MATCH: Final = Claim(
    id="match",
    essay=("E1",),
    phrase="If entrepreneur IP matches the product strength of the enterprise, it may complement "
    "each other.",
    theory="complementarity",
    references=("milgrom-roberts-1990",),
    mechanisms=("buy-the-person",),
    setting=Setting(YEAR, {**BEGINNING, "product.demand": 5e-5}, (LAUNCH,)),
    arms=tuple(
        Arm(f"{product}, {face}", {"product.strength": strength, "founder.exposure": exposure})
        for product, strength in (("weak", 0.3), ("strong", 0.9))
        for face, exposure in (("unseen", 0.3), ("seen", 0.8))
    ),
    parts=(
        Part("owners that more exposure wins: strong less weak product", "owners per 1,000 people",
             _complement, "above", 2.0),
    ),
    expected="Above 0, since purchases are strength x (1 + passion); without passion's demand "
    "exposure sells little of either product.",
    notice="Exposure sells more of a strong product than of a weak one.",
    figure="owners",
    shown=("strong, seen", "weak, seen"),
)  # fmt: skip


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
        {"product.demand": 0.0, "start.fleet": 500_000.0, "start.passion": 0.8,
         "founder.participation": 0.0, "people.turning": 0.0, "people.recruitment": 0.0,
         "people.coverage": 0.0, "people.word_of_mouth": 0.0, "people.admiration_decay": 0.0,
         "people.idealisation": 0.0},
    ),
    arms=(Arm("worshipped", {"start.fans": 0.5}), Arm("respected", {"start.fans": 0.05})),
    parts=(Part("bad stories in a year, many fans against few", "ln ratio", _storms, "above",
                0.1),),
    expected="Above 0 by the attacks of the circle; at one fleet no other way leads from worship "
    "to bad stories, so that it may be small.",
    amended="In the first run (.05, expected above .1) the worship was gone after a month: half of "
    "the crowd were fans on the first day, 3 % on day 90, and as many as in the other arm. Nobody "
    "changes camp now, so that the worship lasts as long as its consequences are counted.",
    first="fails",
    notice="The same incidents: are there more bad stories where more people worship?",
    figure="stories_bad",
)  # fmt: skip

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
        Part("people won by exposure, in success less in failure, with success less without",
             "share of crowd", _multiplies, "above", 0.02, difference=True),
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
)  # fmt: skip

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
        CHANNEL_DAYS, {**HEIGHT, "founder.exposure": 0.8, **put_on("self-media")},
        (severe(SHOCK),),
    ),
    arms=(Arm("on air"),),
    parts=(
        Part("reach of the own channel against all outlets", "ln ratio", _own_reach, "above", 0.0),
        Part("bad stories that name the founder, with the channel less without", "share", _found,
             "above", 0.03, difference=True),
    ),
    expected="The first is by assumption (4 stories a day at full exposure against what outlets "
    "run on him): it may well fail at that number, as a severe accident fills the outlets. The "
    "second should hold.",
    notice="Reach of the own channel beside that of the outlets.",
    figure="reach_own",
)  # fmt: skip


def _sales_lost(o: Observed, firm: str) -> float:
    struck = st.total(o[f"{firm}, conduct"], "sales", SHOCK, SHOCK + QUARTER)
    calm = st.total(o[f"{firm}, calm"], "sales", SHOCK, SHOCK + QUARTER)
    return 1.0 - struck / calm if calm > 0.0 else math.nan


def _lost_coupled(o: Observed) -> float:
    return _sales_lost(o, "coupled")


def _lost_more(o: Observed) -> float:
    return _sales_lost(o, "coupled") - _sales_lost(o, "apart")


SPILLOVER: Final = Claim(
    id="spillover",
    essay=("E1",),
    phrase="Musk's slashing magic as 'Minister Ma', which aroused public anger, and many people "
    "burned their anger on Tesla.",
    theory="meaning transfer, from the person to the firm",
    references=("scheidt-2018", "love-2017"),
    mechanisms=("coupling",),
    setting=Setting(180, {**HEIGHT, "product.demand": 2e-4}),
    arms=tuple(
        Arm(f"{firm}, {what}", values, events)
        for firm, values in (
            ("coupled", {"start.coupling": 0.8, "founder.coupling_ceiling": 1.0,
                         "founder.exposure": 0.8}),
            ("apart", {"start.coupling": 0.15, "founder.coupling_ceiling": 0.2,
                       "founder.exposure": 0.8}),
        )
        for what, events in (("conduct", (conduct(SHOCK),)), ("calm", ()))
    ),
    parts=(
        Part("sales that bad conduct costs where the firm is its founder", "share", _lost_coupled,
             "above", 0.05),
        Part("sales that bad conduct costs, coupled firm less firm apart", "share", _lost_more,
             "above", 0.03),
    ),
    expected="Holds with demand that follows the coupling; in the core model passion sells "
    "whatever the coupling, so that the ablated world should lose the same either way.",
    amended="The first run had an extension by which passion sells only as far as the firm is its "
    "founder; both parts were there without it as well (.15 and .13), so that it was not needed, "
    "and is gone. The second part's ablation is that of the coupling now, which is all that its "
    "arms differ in, so that nothing can be left of it; the first part decides.",
    first="fails",
    notice="Sales after bad conduct with no fault of the product: a firm that is its founder, and "
    "one that is not.",
    figure="sales",
    shown=("coupled, conduct", "apart, conduct"),
    evidence=Evidence(
        "none: monthly deliveries of Tesla are not among the files (yearly, to 2022)",
        "a tariff sell-off, a new model's changeover and other causes fall in the same months",
    ),
)  # fmt: skip


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
        Part("fans an idol loses by a minor fault", "share of fans", _idol_hurt, "above", 0.01,
             ablate=False, control=True),
        Part("fans lost by a minor fault, idol less entrepreneur", "share of fans", _idol_hurt_more,
             "above", 0.01),
        Part("fans an entrepreneur loses by it", "share of fans", _entrepreneur_hurt, "equal",
             0.01),
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
)  # fmt: skip

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
        Part("admiration that warmth adds: seen less unseen", "passion per person", _warmth,
             "above", 0.01),
    ),
    expected="Above 0: charm is exposure x (1 + .5 warmth).",
    notice="Warmth raises admiration the more, the more the founder is seen.",
    figure="mean_passion",
    shown=("warm, seen", "cold, seen"),
)  # fmt: skip

CLAIMS: Final = (
    FOUNDER_IS_FIRM, BUY_THE_PERSON, LEVERAGE, MATCH, WORSHIP_DANGER, SUCCESS_FIRST, ONE_MAN_PR,
    SPILLOVER, PERFECT_IDOL, SHOWING_WEAKNESS,
)  # fmt: skip
