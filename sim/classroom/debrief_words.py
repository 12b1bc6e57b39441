"""The debrief in sentences."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.classroom.debrief import CAUSES, LEAST_FALL, Beside, TeamDebrief
from sim.classroom.rules import NAMES, QUESTIONS, Decision, question

# A team is called lucky above, unlucky below these places among its other worlds (assumption).
LUCKY: Final = 0.8
UNLUCKY: Final = 0.2
MOST_CAUSES: Final = 4


def decision_told(decision: Decision) -> str:
    """Return a quarter's decision in words."""
    if not decision:
        return "nothing decided: all stayed as it was"
    told = [question(name).option(decision[name]).text for name in NAMES if name in decision]
    return "; ".join(text[0].lower() + text[1:] for text in told)


def fall_told(team: TeamDebrief) -> str:
    """Return what a team's fall came from, in a sentence."""
    if team.fall < LEAST_FALL:
        return f"No fall to explain: at most {team.fall:.0f} of 100 people were lost from a peak."
    causes = [one for one in team.parts if one.name in CAUSES and one.share >= 0.005]
    told = [f"{100 * one.share:.0f} % {one.name}" for one in causes[:MOST_CAUSES]]
    rest = sum(one.share for one in causes[MOST_CAUSES:])
    if rest >= 0.005:
        told.append(f"{100 * rest:.0f} % other causes")
    told.append(f"{100 * team.luck_share:.0f} % luck")
    return f"A fall of {team.fall:.0f} of 100 people: {', '.join(told)}."


def held_told(team: TeamDebrief) -> str:
    """Return which mechanisms held a team up, '' where none did."""
    held = sorted((one for one in team.parts if one.effect <= -1.0), key=lambda one: one.effect)
    if not held:
        return ""
    told = ", ".join(f"{one.name} ({-one.effect:.0f})" for one in held[:3])
    return f"Without these it would have been deeper by so many points: {told}."


def luck_told(team: TeamDebrief) -> str:
    """Return how lucky a team was: its place among the same decisions in other worlds."""
    share = team.spread.better_than
    if np.isnan(share):
        return ""
    low, middle, high = np.quantile(team.spread.totals, (0.1, 0.5, 0.9))
    name = (
        "Lucky" if share > LUCKY else "Unlucky" if share < UNLUCKY else "Neither lucky nor unlucky"
    )
    return (
        f"{name}: the same decisions in {len(team.spread.totals)} other worlds brought "
        f"{low:.0f} to {high:.0f} points (four of five worlds), {middle:.0f} in the middle; "
        f"here they brought {team.total:.0f}, more than in {100 * share:.0f} % of them."
    )


def against_told(team: TeamDebrief, beside: list[Beside]) -> str:
    """Return how a team stands against doing nothing and the playbooks, in this world."""
    told = [f"{one.name} {team.total - one.total:+.0f}" for one in beside]
    return f"Points against the same world with {', '.join(told)}."


def questions_told() -> list[str]:
    """Return the three questions."""
    return [one.text for one in QUESTIONS]
