"""Traffic and its backlash: conservation, one cause of rise and fall, cycles."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Evidence, Setting, interval_above
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, severe
from sim.runs.falls import falls

FOUR_YEARS: Final = 1_461
BANKED: Final = (5.0, 20.0, 80.0)


def _backlash(arms: ObservedArms) -> float:
    stories = [
        math.log(statistics.total(arms[f"{b:g}"], "stories_bad", 0, 60) + 1.0) for b in BANKED
    ]
    return statistics.slope([math.log(b) for b in BANKED], stories)


CONSERVATION: Final = Claim(
    id="conservation",
    essay=("E1",),
    phrase="We must believe in the 'law of conservation of energy' in the field of public opinion: "
    "enjoying traffic dividends and encountering traffic backlash have a potential mapping "
    "corresponding structure.",
    theory="liability of good reputation; attention as a common resource",
    references=("rhee-haunschild-2006",),
    mechanisms=("conservation",),
    setting=Setting(
        90,
        # Praise banked before, none afterwards; enough incidents that every world has some.
        {
            **HEIGHT,
            "run.incidents": "both",
            "product.hazard": 1e-6,
            "product.defects": 0.0,
            "newsroom.founder_stories": 0.0,
            "product.demand": 0.0,
        },
    ),
    arms=tuple(Arm(f"{banked:g}", {"start.reservoir": banked}) for banked in BANKED),
    parts=(
        ClaimPart(
            "elasticity of bad stories on praise banked before",
            "elasticity",
            _backlash,
            "above",
            0.05,
        ),
        ClaimPart(
            "elasticity of bad stories on praise, against one",
            "elasticity",
            _backlash,
            "below",
            0.0,
            null=1.0,
            ablate=False,
            reported=True,
        ),
    ),
    expected="Above 0, about .1: the model multiplies first stories by 1 + .8 R / (R + 60), so "
    "that an elasticity of .55 (observed) is out of its reach, and one to one far out.",
    amended="In the first run 14 of 40 worlds had no incident at all, which counted as an "
    "elasticity of 0 and drew the mean to .06 (limit .05). Incidents are five times as frequent "
    "now, so that every world has some, as the record had meant.",
    first="fails",
    notice="The same accidents, after little and after much banked praise.",
    figure="stories_bad",
    shown=("80", "5"),
    evidence=Evidence(
        "new negatives of Xiaomi on positives before, 2023-10 to 2025-06",
        "one coder; an edited board; a firm in the news has more of both (attention), so that some "
        "of it is no mapping",
        ("praise-banked",),
        lambda estimates: interval_above(
            estimates["elasticity of negatives on earlier positives"].low,
            estimates["elasticity of negatives on earlier positives"].high,
            0.0,
        ),
    ),
)

EXPOSURES: Final = (0.3, 0.45, 0.6, 0.75, 0.9)
TOP: Final = 500


def _rise_and_depth(arms: ObservedArms) -> float:
    peaks, depths = [], []
    for exposure in EXPOSURES:
        run = arms[f"{exposure:g}"]
        peaks.append(float(run["fan_share"][:TOP].max()))
        climate = run["climate"]
        depths.append(float(climate[TOP - 30 : TOP].mean() - climate[TOP : TOP + 120].min()))
    return statistics.slope(peaks, depths)


SAME_CAUSE: Final = Claim(
    id="same-cause",
    essay=("E1",),
    phrase="The reason why the top stream becomes the top stream is often the factor that makes "
    "the top stream overturn.",
    theory="one cause, two effects",
    references=("rhee-haunschild-2006", "lovelace-2018"),
    mechanisms=("coupling", "expectation"),
    setting=Setting(TOP + 120, BEGINNING, (LAUNCH, severe(TOP))),
    arms=tuple(Arm(f"{exposure:g}", {"founder.exposure": exposure}) for exposure in EXPOSURES),
    parts=(
        ClaimPart(
            "drop of the climate after an accident on the peak of fans before",
            "climate per share",
            _rise_and_depth,
            "above",
            0.1,
        ),
    ),
    expected="Above 0, as exposure raises the peak and, by coupling and hype, the fall; the "
    "tailwind of the higher peak forgives more, and may turn it round.",
    notice="Five exposures: the higher the peak, the deeper the trough?",
    figure="climate",
    shown=("0.9", "0.3"),
)

REIGNS: Final = (0.4, 0.6, 0.8, 1.0)


def _reign(arms: ObservedArms) -> float:
    days = []
    for exposure in REIGNS:
        share = arms[f"{exposure:g}"]["fan_share"]
        days.append(float((share >= 0.8 * share.max()).sum()))
    return statistics.slope(list(REIGNS), days)


SHORT_REIGN: Final = Claim(
    id="short-reign",
    essay=("E1",),
    phrase="This determines the inevitability of 'reputation to destruction', and also determines "
    "the shortness of the life cycle of the top stream.",
    theory="novelty decay",
    references=("wu-huberman-2007",),
    mechanisms=("habituation",),
    setting=Setting(FOUR_YEARS, {}, (LAUNCH,)),
    arms=tuple(Arm(f"{exposure:g}", {"founder.exposure": exposure}) for exposure in REIGNS),
    parts=(
        ClaimPart(
            "days within a fifth of the peak, on exposure",
            "days per unit of exposure",
            _reign,
            "below",
            50.0,
        ),
    ),
    expected="Shorter with more exposure; whether by habituation, as the theory says, is open: the "
    "model may shorten the reign by coupling and hype instead.",
    notice="Time near the top, at four exposures.",
    figure="fan_share",
    shown=("1", "0.4"),
)


def _cycles(arms: ObservedArms) -> float:
    return float(max(0, len(falls(arms["four years"]["fan_share"])) - 1))


RETALIATION_CYCLE: Final = Claim(
    id="retaliation-cycle",
    essay=("E1",),
    phrase="Xiaomi now seems to have fallen into a 'super traffic retaliation cycle'.",
    theory="the whole model",
    references=("wu-huberman-2007", "gregoire-2009"),
    mechanisms=("climate-gain", "habituation"),
    setting=Setting(FOUR_YEARS, {}, (LAUNCH,)),
    arms=(Arm("four years"),),
    parts=(
        ClaimPart(
            "falls that follow an earlier fall: without climate gain",
            "cycles",
            _cycles,
            "above",
            0.5,
            off=("climate-gain",),
        ),
        ClaimPart(
            "falls that follow an earlier fall: without habituation",
            "cycles",
            _cycles,
            "above",
            0.5,
            off=("habituation",),
        ),
    ),
    expected="One or more (the defaults were chosen for two falls). The design expects none "
    "without climate gain, and none without habituation; neither was looked at when defaults were "
    "chosen.",
    notice="Tailwind and headwind in turn.",
    figure="climate",
    built_in="two-falls",
)
