"""The turn of the fan circle: how many fans become haters, and which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import HEIGHT, ordinary, severe
from sim.engine.engine import Engine
from sim.model import layout

SHOCK: Final = 60


def _few_per_cent(arms: ObservedArms) -> float:
    return statistics.turned_more(arms, "shock", "calm", SHOCK, 15)


FAN_TO_BLACK: Final = Claim(
    id="fan-to-black",
    essay=("E1",),
    phrase="After the powder turns black, the extreme behavior will be moved from the previous "
    "'powder' to the later 'black'.",
    theory="love becomes hate",
    references=("gregoire-2009",),
    mechanisms=("fan-to-black",),
    setting=Setting(120, HEIGHT),
    arms=(Arm("shock", events=(ordinary(SHOCK),)), Arm("calm")),
    parts=(
        ClaimPart(
            "fans whom a shock of ordinary size turns within 15 days",
            "share of fans",
            _few_per_cent,
            "within",
            0.03,
            null=0.01,
        ),
    ),
    expected="One to three per cent. The defaults were chosen so that a shock turns a few per cent "
    "of the fans; whether just these depends on the expectation and climate at the height.",
    notice="An ordinary shock turns some fans, not most.",
    figure="fan_to_black",
    built_in="few-per-cent",
)


def look_at_turncoats(engine: Engine) -> Mapping[str, float]:
    """Compare passion on the eve of the shock with hostility 40 days after, person by person."""
    crowd = engine.world.crowd
    engine.advance(SHOCK)
    fans = crowd.role == layout.FAN
    before = crowd.passion.astype(np.float64)
    engine.advance(40)
    now = fans & (crowd.role == layout.ANTI_FAN)
    zeal, hostility = before[now], -crowd.passion[now].astype(np.float64)
    engine.run()
    return {"zeal": statistics.correlation(zeal, hostility)}


def _zeal(arms: ObservedArms) -> float:
    return arms["shock"].extra["zeal"]


MAKERS_AND_KILLERS: Final = Claim(
    id="makers-and-killers",
    essay=("E1",),
    phrase="The group of people who are most passionate about killing gods is also the group of "
    "people who are most excited about creating gods.",
    theory="love becomes hate; moral outcry",
    references=("gregoire-2009", "johnen-2018"),
    mechanisms=("passion-carryover",),
    setting=Setting(120, HEIGHT, (severe(SHOCK),)),
    arms=(Arm("shock"),),
    parts=(
        ClaimPart(
            "passion on the eve against hostility 40 days later, of those who turned",
            "correlation",
            _zeal,
            "above",
            0.3,
        ),
    ),
    expected="High: hostility is the passion carried over, less what time and echo have taken "
    "since. With everyone's hostility the same at the turn, none.",
    notice="Those who loved most hate most.",
    figure="mean_hostility",
    look=look_at_turncoats,
)


def _spread(arms: ObservedArms, circle: str) -> float:
    one, other = arms[f"{circle}, one world"]["fan_share"], arms[f"{circle}, another"]["fan_share"]
    return abs(float(one[-1] - other[-1]))


def _unstable(arms: ObservedArms) -> float:
    return _spread(arms, "hardcore") - _spread(arms, "casual")


HARDCORE_INSTABILITY: Final = Claim(
    id="hardcore-instability",
    essay=("E1",),
    phrase="The extremes of the fan circle will make the public opinion position supported by "
    "hardcore fans naturally unstable.",
    theory="concentrated support varies more",
    references=("markowitz-1952",),
    mechanisms=("fan-to-black",),
    setting=Setting(365, {**HEIGHT, "run.incidents": "both"}),
    arms=tuple(
        Arm(f"{circle}, {world}", {"start.passion": passion}, luck=luck)
        for circle, passion in (("hardcore", 0.9), ("casual", 0.4))
        for luck, world in ((0, "one world"), (1, "another"))
    ),
    parts=(
        ClaimPart(
            "distance between two worlds of other luck after a year: hardcore less casual",
            "share of crowd",
            _unstable,
            "above",
            0.02,
        ),
    ),
    expected="Above 0 says the essay; the model's thresholds rise with passion, so that hardcore "
    "fans hold out longer and the contrary is possible.",
    notice="Two worlds that differ in luck alone: how far apart they end.",
    figure="fan_share",
    replicates=80,
)
