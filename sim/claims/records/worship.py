"""Worship: its danger, and its need of success."""

from __future__ import annotations

from typing import Final

from sim.claims.claim import Arm, Claim, ClaimPart, ScheduledEvent, Setting
from sim.claims.observed import ObservedArms
from sim.claims.records import statistics
from sim.claims.records.worlds import BEGINNING

YEAR: Final = 365


def _storms(arms: ObservedArms) -> float:
    return statistics.log_ratio(
        statistics.total(arms["worshipped"], "stories_bad"),
        statistics.total(arms["respected"], "stories_bad"),
        1.0,
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
        ClaimPart(
            "bad stories in a year, many fans against few", "ln ratio", _storms, "above", 0.1
        ),
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


def _market(sign: str) -> tuple[ScheduledEvent, ...]:
    return tuple(
        ScheduledEvent(day, "market", sign, None, 5.0) for day in range(10, SUCCESS_DAYS, 15)
    )


def _charm(arms: ObservedArms, luck: str) -> float:
    people = arms[f"{luck}, seen"].people
    won = statistics.total(arms[f"{luck}, seen"], "recruits") - statistics.total(
        arms[f"{luck}, unseen"], "recruits"
    )
    return won / people


def _multiplies(arms: ObservedArms) -> float:
    return _charm(arms, "success") - _charm(arms, "failure")


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
        ClaimPart(
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
