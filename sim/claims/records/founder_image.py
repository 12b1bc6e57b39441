"""The founder's image: moving its anchor, and refusing the altar."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING, HEIGHT, LAUNCH, lever, put_on, severe

AFTER: Final = 60
YEAR: Final = 365
FAULT: Final = 120
ANCHOR: Final = 0.9


def _moved(arms: ObservedArms, arm: str) -> float:
    return statistics.turned_more(arms, arm, "idol", FAULT, AFTER)


def _moved_before(arms: ObservedArms) -> float:
    return _moved(arms, "moved before")


def _moved_during(arms: ObservedArms) -> float:
    return _moved(arms, "moved during")


IMAGE_ANCHOR: Final = Claim(
    id="image-anchor",
    essay=("E1",),
    phrase="The time to change Lei Jun's image anchor from a 'good idol' to a 'good entrepreneur'.",
    theory="change of the reference point",
    references=("kahneman-tversky-1979", "biernat-manis-1994"),
    mechanisms=("perfect-idol",),
    setting=Setting(
        FAULT + AFTER + 10,
        {**HEIGHT, "founder.image": 0.0, **put_on("slow-image")},
        (severe(FAULT),),
    ),
    arms=(
        Arm("idol"),
        Arm("moved before", events=(lever(0, image=ANCHOR),)),
        Arm("moved during", events=(lever(FAULT + 3, image=ANCHOR),)),
    ),
    parts=(
        ClaimPart(
            "fans lost by a fault, anchor moved 120 days before less not moved",
            "share of fans",
            _moved_before,
            "below",
            0.02,
            control=True,
        ),
        ClaimPart(
            "fans lost, anchor moved three days after less not moved",
            "share of fans",
            _moved_during,
            "equal",
            0.02,
        ),
        ClaimPart(
            "the same, with the slow image less without",
            "share of fans",
            _moved_during,
            "above",
            0.02,
            off=("slow-image",),
            difference=True,
        ),
    ),
    expected="Softer when moved before; next to nothing when moved in the storm, as people take 50 "
    "days to see a new image while a storm is over in 15.",
    amended="The third part compared moving before with moving during and failed: -.10 with a slow "
    "image, -.07 without, because an anchor moved at once still comes three days after the "
    "accident. It asks now what the slow image does to an anchor moved in the storm.",
    first="fails",
    notice="Moved before the fault the anchor helps; moved in the storm it does not.",
    figure="fan_to_black",
    shown=("moved before", "idol"),
)


def _altar(arms: ObservedArms) -> float:
    return statistics.difference(arms, "denies", "lets it be", "fan_circle_share", YEAR - 1)


REFUSE_ALTAR: Final = Claim(
    id="refuse-altar",
    essay=("E1",),
    phrase="People can deify you, but you must not deify yourself.",
    theory="counter-message",
    references=("crowley-hoyer-1994", "lovelace-2018"),
    mechanisms=("idealisation",),
    setting=Setting(YEAR, BEGINNING, (LAUNCH,)),
    arms=(
        Arm("lets it be"),
        Arm(
            "denies",
            events=tuple(lever(day, "founder denial", 30, image=0.6) for day in (90, 180, 270)),
        ),
    ),
    parts=(
        ClaimPart(
            "fan circle after a year, three denials less none",
            "share of crowd",
            _altar,
            "below",
            0.0,
        ),
    ),
    expected="Somewhat smaller, or next to nothing: a denial sets the image for a month, and a "
    "denial can charm as well. The sign is in dispute, so that it is only reported.",
    notice="Three denials of deification, and the fan circle.",
    figure="fan_circle_share",
    disputed=True,
)
