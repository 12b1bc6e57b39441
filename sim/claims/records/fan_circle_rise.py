"""The rise of the fan circle: idealisation, and a platform that lets it spread."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH
from sim.engine.engine import Engine
from sim.model import layout
from sim.runs.falls import falls

FOUR_YEARS: Final = 1_461


def _falls(arms: ObservedArms) -> float:
    return float(len(falls(arms["four years"]["fan_share"])))


REFLEXIVITY: Final = Claim(
    id="reflexivity",
    essay=("E1",),
    phrase="This kind of apotheosis also shows a strong reflexivity.",
    theory="reflexivity",
    references=("soros-1987",),
    mechanisms=("idealisation",),
    setting=Setting(FOUR_YEARS, {}, (LAUNCH,)),
    arms=(Arm("four years"),),
    parts=(ClaimPart("falls of the fan share in four years", "falls", _falls, "above", 0.5),),
    expected="Two or more with idealisation (the defaults were chosen for that); without it "
    "passion stays low and fans fade, so that booms, and falls from them, should be missing.",
    notice="Fan share over four years: does boom and bust need idealisation?",
    figure="fan_share",
    built_in="two-falls",
)


def look_at_passion(engine: Engine) -> Mapping[str, float]:
    """Run to the end and look at how the passion of the fans is distributed."""
    engine.run()
    crowd = engine.world.crowd
    passion = crowd.passion[crowd.role == layout.FAN].astype(np.float64)
    return {"second camp": statistics.second_peak(passion)}


def _second_camp(arms: ObservedArms) -> float:
    return arms["calm"].extra["second camp"]


DEVOTION_SLIDE: Final = Claim(
    id="devotion-slide",
    essay=("E1",),
    phrase="They can easily slip from 'loyal to character and talent' to the pit of personality "
    "cult.",
    theory="group polarisation",
    references=("sunstein-2002",),
    mechanisms=("idealisation",),
    setting=Setting(300, {**HEIGHT, "start.passion": 0.4}),
    arms=(Arm("calm"),),
    parts=(
        ClaimPart(
            "height of a second camp of passion above the valley between",
            "of the first camp's",
            _second_camp,
            "above",
            0.1,
        ),
    ),
    expected="Above 5/9, old fans near the top and new ones near the bottom; where all fans are "
    "old, a single peak near the top is as likely.",
    amended="It held in the first run by Sarle's coefficient (.73, expected above 5/9), which a "
    "long tail raises as well as a second camp does (Pfister et al. 2013); the passion of the fans "
    "had one peak and a long tail. The second peak itself is measured now.",
    first="holds",
    notice="Share of the circle in 300 calm days: are there two camps at the end, the cool and the "
    "circle?",
    figure="fan_circle_share",
    look=look_at_passion,
)


def _circle_share(arms: ObservedArms, arm: str) -> float:
    fans = float(arms[arm]["fans"][-1])
    return float(arms[arm]["fan_circle"][-1]) / fans if fans > 0.0 else math.nan


def _reaped(arms: ObservedArms) -> float:
    return _circle_share(arms, "much seen") - _circle_share(arms, "little seen")


SOW_FANS: Final = Claim(
    id="sow-fans",
    essay=("E1",),
    phrase="No one can guarantee that you are sowing the idea of 'pet fans', and you will reap "
    "rational rice noodles or fanatical fan circle people.",
    theory="adverse selection",
    references=("akerlof-1970",),
    mechanisms=("idealisation",),
    setting=Setting(300, BEGINNING, (LAUNCH,)),
    arms=(
        Arm("much seen", {"founder.exposure": 0.8}),
        Arm("little seen", {"founder.exposure": 0.3}),
    ),
    parts=(
        ClaimPart(
            "share of the fans who belong to the circle: much less little seen",
            "share of fans",
            _reaped,
            "above",
            0.05,
        ),
    ),
    expected="Above 0: the exposure that wins fans also idealises them.",
    notice="The lever that wins fans makes a larger part of them fanatics.",
    figure="fan_circle_share",
)

CONTAGION: Final = (0.032, 0.064, 0.128, 0.256, 0.512, 1.0)


def _boundary(arms: ObservedArms) -> float:
    return statistics.largest_step(
        [float(arms[f"{rate:g}"]["fan_share"].max()) for rate in CONTAGION]
    )


FAN_CIRCLE_PLATFORM: Final = Claim(
    id="fan-circle-platform",
    essay=("E1",),
    phrase="A public opinion environment where 'all toys can be fan circles'.",
    theory="threshold of a contagion",
    references=("bass-1969", "watts-2002"),
    mechanisms=("word-of-mouth",),
    setting=Setting(
        730,
        # Nothing but people who win each other.
        {
            **BEGINNING,
            "founder.exposure": 0.0,
            "people.coverage": 0.0,
            "people.recruitment": 0.0,
            "founder.participation": 0.0,
            "start.fans": 0.01,
            "start.anti_fans": 0.0,
        },
    ),
    arms=tuple(Arm(f"{rate:g}", {"people.word_of_mouth": rate}) for rate in CONTAGION),
    parts=(
        ClaimPart(
            "largest of five doublings' steps of the peak of fans, beyond their mean",
            "share of crowd",
            _boundary,
            "above",
            0.2,
        ),
    ),
    expected="More than 40 % of the rise within one doubling of the contagion rate, if there is a "
    "boundary; susceptibility that varies from person to person may smear it.",
    amended="The first run had rates from .001 to .032, none of which took off. They run from .032 "
    "to 1 now: the boundary lies at sixty or more times the default rate. The step was told as a "
    "share of the rise, which is nothing to tell where nothing rises; it is told in shares of the "
    "crowd now, at the same size.",
    first="fails",
    notice="Peak of the fans against the contagion rate of the platform.",
)
