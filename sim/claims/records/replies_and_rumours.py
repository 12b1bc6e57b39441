"""Replies and rumours: an open door in either climate, and a rumour denied."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, ScheduledEvent, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import EVEN_CAMPS, HEIGHT, lever, put_on

WINDS: Final = 60


def _access(arms: ObservedArms, wind: str, door: str) -> float:
    people = arms[f"{wind}, closed"].people
    opened, closed = arms[f"{wind}, {door}"], arms[f"{wind}, closed"]
    return (statistics.total(opened, "recruits") - statistics.total(closed, "recruits")) / people


def _in_tailwind(arms: ObservedArms) -> float:
    return _access(arms, "tailwind", "open")


def _in_headwind(arms: ObservedArms) -> float:
    return _access(arms, "headwind", "open")


def _overrun(arms: ObservedArms) -> float:
    return _access(arms, "tailwind", "wide open")


WISHING_POOL: Final = Claim(
    id="wishing-pool",
    essay=("E1", "ours"),
    phrase="In the past he used his Weibo as a cyber wishing pool; now looking for him is to use "
    "him as a punching bag.",
    theory="responsiveness and its limits",
    references=("davidow-2003", "coombs-2007"),
    mechanisms=("responsiveness",),
    setting=Setting(WINDS, {**EVEN_CAMPS, **put_on("reply-capacity")}),
    arms=tuple(
        Arm(f"{wind}, {door}", {"start.climate": climate, "founder.replies": replies})
        for wind, climate in (("tailwind", 0.8), ("headwind", -0.8))
        for door, replies in (("closed", 0.0), ("open", 0.02), ("wide open", 0.5))
        if not (wind == "headwind" and door == "wide open")
    ),
    parts=(
        ClaimPart(
            "people won by an open door in tailwind", "share of crowd", _in_tailwind, "above", 0.002
        ),
        ClaimPart(
            "people won by an open door in headwind", "share of crowd", _in_headwind, "below", 0.002
        ),
        ClaimPart(
            "people won by a door open far beyond what can be answered",
            "share of crowd",
            _overrun,
            "below",
            0.002,
            off=("reply-capacity",),
            ours=True,
        ),
    ),
    expected="The sign changes with the climate by construction; what may fail is that calls left "
    "unanswered take as much as answers give, already at an open door.",
    notice="The same access wins people in tailwind and loses them in headwind.",
    figure="recruits",
    shown=("tailwind, open", "headwind, open"),
)

RUMOURED: Final = 30
REBUTTED: Final = 20


def _depth(arms: ObservedArms) -> float:
    return float(arms["left alone"]["rumour_depth"].max())


def _shortened(arms: ObservedArms) -> float:
    def days(arm: str) -> float:
        return float((arms[arm]["rumour_spreading"] > 0.001 * arms[arm].people).sum())

    return days("denied") - days("left alone")


RUMOUR: Final = Claim(
    id="rumour",
    essay=("E1",),
    phrase="The revelations of the '9105 work system' led to the discussion (there is no "
    "conclusive evidence yet), and burned the fire to Lei Jun.",
    theory="rumour contagion with rebuttal",
    references=("daley-kendall-1964", "vosoughi-2018"),
    mechanisms=("rumour",),
    setting=Setting(180, {**HEIGHT, **put_on("rumour")}, (ScheduledEvent(RUMOURED, "rumour"),)),
    arms=(
        Arm("left alone"),
        Arm("denied", events=(lever(RUMOURED + 3, for_days=REBUTTED, stance="deny"),)),
    ),
    parts=(
        ClaimPart(
            "mouths a rumour goes through (a story in the outlets: one)",
            "generations",
            _depth,
            "above",
            1.0,
            null=1.0,
        ),
        ClaimPart("days that it lives, denied less left alone", "days", _shortened, "below", 5.0),
    ),
    expected="Deeper than two, as its reproduction number is above one (20 ties x .02 / .1 = 4); "
    "shorter when denied.",
    notice="A rumour left alone and a rumour denied.",
    figure="rumour_spreading",
)
