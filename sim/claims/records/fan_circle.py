"""The fan circle: idealisation, its turn, and what its zeal does to everyone else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sim.claims.claim import Arm, Claim, Observed, Part, Setting
from sim.claims.records import statistics as st
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, ordinary, severe
from sim.engine.engine import Engine
from sim.model import layout
from sim.runs.falls import falls

FOUR_YEARS: Final = 1_461
SHOCK: Final = 60


def _falls(o: Observed) -> float:
    return float(len(falls(o["four years"]["fan_share"])))


REFLEXIVITY: Final = Claim(
    id="reflexivity",
    essay=("E1",),
    phrase="This kind of apotheosis also shows a strong reflexivity.",
    theory="reflexivity",
    references=("soros-1987",),
    mechanisms=("idealisation",),
    setting=Setting(FOUR_YEARS, {}, (LAUNCH,)),
    arms=(Arm("four years"),),
    parts=(Part("falls of the fan share in four years", "falls", _falls, "above", 0.5),),
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
    return {"second camp": st.second_peak(passion)}


def _second_camp(o: Observed) -> float:
    return o["calm"].extra["second camp"]


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
        Part(
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


def _circle_share(o: Observed, arm: str) -> float:
    fans = float(o[arm]["fans"][-1])
    return float(o[arm]["fan_circle"][-1]) / fans if fans > 0.0 else math.nan


def _reaped(o: Observed) -> float:
    return _circle_share(o, "much seen") - _circle_share(o, "little seen")


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
        Part(
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


def _boundary(o: Observed) -> float:
    return st.largest_step([float(o[f"{rate:g}"]["fan_share"].max()) for rate in CONTAGION])


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
        Part(
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


def _few_per_cent(o: Observed) -> float:
    return st.turned(o["shock"], SHOCK, 15) - st.turned(o["calm"], SHOCK, 15)


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
        Part(
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
    return {"zeal": st.correlation(zeal, hostility)}


def _zeal(o: Observed) -> float:
    return o["shock"].extra["zeal"]


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
        Part(
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


def _spread(o: Observed, circle: str) -> float:
    one, other = o[f"{circle}, one world"]["fan_share"], o[f"{circle}, another"]["fan_share"]
    return abs(float(one[-1] - other[-1]))


def _unstable(o: Observed) -> float:
    return _spread(o, "hardcore") - _spread(o, "casual")


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
        Part(
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


def _second_wave(o: Observed) -> float:
    days = slice(SHOCK + 1, SHOCK + 3)
    return float((o["shock"]["stories_bad"][days] - o["calm"]["stories_bad"][days]).sum())


OWN_GOAL: Final = Claim(
    id="own-goal",
    essay=("E1",),
    phrase="A large number of fans ran to the Weibo of the victims' families to abuse, which was a "
    "disguised black name for Lei Jun and Xiaomi.",
    theory="mobilised minorities",
    references=("kumar-2018",),
    mechanisms=("own-goal",),
    setting=Setting(
        90,
        {**HEIGHT, "start.passion": 0.85},
        without=("hitchhiking",),  # whose follow-ups would be a second wave by another name
    ),
    arms=(Arm("shock", events=(severe(SHOCK),)), Arm("calm")),
    parts=(
        Part(
            "bad stories one and two days after the shock, beyond those of a calm world",
            "stories",
            _second_wave,
            "above",
            1.0,
        ),
    ),
    expected="About a story for each thousandth of the crowd that attacks: a few. Without attacks "
    "none, as follow-ups are off.",
    notice="A second wave of bad stories, made by the fans themselves.",
    figure="stories_bad",
)


def _repelled(o: Observed) -> float:
    seen = o["no incident"]
    return float(seen["resisters"][-1] / seen["silent"][-1]) if seen["silent"][-1] > 0 else math.nan


def _won_in_peace(o: Observed) -> float:
    return st.total(o["no incident"], "recruits") / o["no incident"].people


REPELLED_MAJORITY: Final = Claim(
    id="repelled-majority",
    essay=("E1",),
    phrase="Their fanaticism will lead to the 'silent majority of people' who will be disgusted "
    "and resist the company because they are disgusted with the fan circle.",
    theory="reactance; aversion to an out-group",
    references=("brehm-1966", "berger-heath-2008"),
    mechanisms=("alienation",),
    setting=Setting(180, {**HEIGHT, "start.passion": 0.85}),
    arms=(Arm("no incident"),),
    parts=(
        Part(
            "resisters among the silent after half a year without an incident",
            "share",
            _repelled,
            "above",
            0.02,
        ),
        Part(
            "people won meanwhile, with the noise less without it",
            "share of crowd",
            _won_in_peace,
            "below",
            0.01,
            difference=True,
        ),
    ),
    expected="A few per cent of the silent resist, and fewer are won than where nobody is "
    "repelled; no product has failed.",
    notice="Resisters grow in number although nothing happens to the product.",
    figure="resisters",
)

GROWN: Final = 300


def _growth(o: Observed) -> float:
    return st.difference(o, "far", "near", "fan_share", GROWN - 1)


def _fall(o: Observed, arm: str) -> float:
    share = o[arm]["fan_share"]
    return float(share[GROWN - 1] - share[GROWN:].min())


def _smaller_fall(o: Observed) -> float:
    return _fall(o, "far") - _fall(o, "near")


KEEP_AWAY: Final = Claim(
    id="keep-away",
    essay=("E1",),
    phrase="Enterprises should stay away from the fan circle - even if they are automatically "
    "found by the fan circle.",
    theory="distance from the fan circle",
    references=("lovelace-2018",),
    mechanisms=("idealisation",),
    setting=Setting(GROWN + 90, BEGINNING, (LAUNCH, severe(GROWN))),
    arms=(Arm("far", {"founder.distance": 0.9}), Arm("near", {"founder.distance": 0.0})),
    parts=(
        Part("fans after 300 days, far less near", "share of crowd", _growth, "below", 0.01),
        Part(
            "fall after a severe accident, far less near",
            "share of crowd",
            _smaller_fall,
            "below",
            0.02,
        ),
    ),
    expected="Slower growth and a smaller fall; distance slows idealisation within the circle "
    "alone, so that both may be slight.",
    notice="A founder far from the circle and one near it: slower up, less far down?",
    figure="fan_share",
)

CLAIMS: Final = (
    REFLEXIVITY,
    DEVOTION_SLIDE,
    SOW_FANS,
    FAN_CIRCLE_PLATFORM,
    FAN_TO_BLACK,
    MAKERS_AND_KILLERS,
    HARDCORE_INSTABILITY,
    OWN_GOAL,
    REPELLED_MAJORITY,
    KEEP_AWAY,
)
