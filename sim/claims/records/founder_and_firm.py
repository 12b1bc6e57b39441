"""The founder and the firm: what one is to the other, in tailwind and in headwind."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import (
    Arm,
    Claim,
    Evidence,
    Observed,
    Part,
    Setting,
    interval_above,
)
from sim.claims.records import statistics as st
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, conduct, severe

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
        150,
        {**HEIGHT, "start.fleet": 0.0, "product.demand": 0.0},
        without=("own-goal",),  # whose stories name the founder whatever the coupling
    ),
    arms=(Arm("accident", events=(severe(SHOCK),)), Arm("calm")),
    parts=(
        Part(
            "fans of the founder lost by an accident of the product",
            "share of fans",
            _fall_together,
            "above",
            0.05,
        ),
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
)


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
        {
            **BEGINNING,
            "product.demand": 1e-4,
            "people.recruitment": 0.0,
            "people.coverage": 0.0,
            "people.word_of_mouth": 0.0,
            "people.idealisation": 0.0,
            "founder.participation": 0.0,
            "start.passion": 0.7,
            "start.anti_fans": 0.0,
        },
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
)

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
        Part(
            "loss at exposure .8, less twice that at .5, plus that at .2",
            "share of crowd",
            _convexity,
            "above",
            0.02,
        ),
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
)


def _gain(o: Observed, product: str) -> float:
    return (
        st.total(o[f"{product}, seen"], "owners", YEAR - 1)
        - st.total(o[f"{product}, unseen"], "owners", YEAR - 1)
    ) / o[f"{product}, seen"].people


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
        Part(
            "owners that more exposure wins: strong less weak product",
            "owners per 1,000 people",
            _complement,
            "above",
            2.0,
        ),
    ),
    expected="Above 0, since purchases are strength x (1 + passion); without passion's demand "
    "exposure sells little of either product.",
    notice="Exposure sells more of a strong product than of a weak one.",
    figure="owners",
    shown=("strong, seen", "weak, seen"),
)


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
            (
                "coupled",
                {"start.coupling": 0.8, "founder.coupling_ceiling": 1.0, "founder.exposure": 0.8},
            ),
            (
                "apart",
                {"start.coupling": 0.15, "founder.coupling_ceiling": 0.2, "founder.exposure": 0.8},
            ),
        )
        for what, events in (("conduct", (conduct(SHOCK),)), ("calm", ()))
    ),
    parts=(
        Part(
            "sales that bad conduct costs where the firm is its founder",
            "share",
            _lost_coupled,
            "above",
            0.05,
        ),
        Part(
            "sales that bad conduct costs, coupled firm less firm apart",
            "share",
            _lost_more,
            "above",
            0.03,
        ),
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
)


CLAIMS: Final = (FOUNDER_IS_FIRM, BUY_THE_PERSON, LEVERAGE, MATCH, SPILLOVER)
