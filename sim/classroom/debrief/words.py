"""The debrief in words: sentences, and the rows of its table."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from sim.classroom.debrief.causes import CAUSES
from sim.classroom.debrief.outcomes import LEAST_FALL, ComparedCourse, Debrief, TeamDebrief
from sim.classroom.rules import NAMES, PLAYBOOKS, Decision, question
from sim.classroom.score import MEASURES

METHOD: Final = (
    "All teams lived in the same world, on the same luck. A cause's share is found by switching "
    "its mechanism off from the first day of the game, with the same decisions and luck: the fall "
    "that is then missing, as a share of all that the causes and luck account for. Effects "
    "overlap; they do not add up to the fall. Luck is how much deeper the fall was than the middle "
    "one of the same decisions in other worlds. A model of an invented firm, not a forecast."
)
# A team is called lucky above, unlucky below these places among its other worlds (assumption).
LUCKY: Final = 0.8
UNLUCKY: Final = 0.2
MOST_CAUSES: Final = 4
# The causes as a student reads them; the mechanism's name stands behind.
PLAINLY: Final = {
    "coupling": "the firm taken for its founder",
    "expectation": "raised expectations",
    "idealisation": "fans who idealise",
    "perfect-idol": "a hero judged harder",
    "base-effect": "a growing fleet",
    "heavy-tail": "a few grave incidents",
    "hitchhiking": "stories that follow stories",
    "conservation": "praise that makes the fall news",
    "own-goal": "attacks by the fan circle",
    "loss-aversion": "losses that weigh more than gains",
}


def decision_in_words(decision: Decision) -> str:
    """Return a quarter's decision in words."""
    if not decision:
        return "nothing decided: all stayed as it was"
    texts = [question(name).option(decision[name]).text for name in NAMES if name in decision]
    return "; ".join(text[0].lower() + text[1:] for text in texts)


def fall_sentence(team: TeamDebrief) -> str:
    """Return what a team's fall came from, in a sentence."""
    if team.fall < LEAST_FALL:
        return f"No fall to explain: at most {team.fall:.0f} points were lost from a peak."
    causes = [one for one in team.causes if one.name in CAUSES and one.share >= 0.005]
    shares = [
        f"{100 * one.share:.0f} % {PLAINLY[one.name]} ({one.name})" for one in causes[:MOST_CAUSES]
    ]
    rest = sum(one.share for one in causes[MOST_CAUSES:])
    if rest >= 0.005:
        shares.append(f"{100 * rest:.0f} % other causes")
    shares.append(f"{100 * team.luck_share:.0f} % luck in the fall")
    return f"A fall of {team.fall:.0f} points of net fans: {', '.join(shares)}."


def held_sentence(team: TeamDebrief) -> str:
    """Return which mechanisms held a team up, '' where none did."""
    held = sorted((one for one in team.causes if one.effect <= -1.0), key=lambda one: one.effect)
    if not held:
        return ""
    most = "; ".join(f"{one.meaning} ({one.name}, {-one.effect:.0f})" for one in held[:3])
    return f"What held it up, and how many points deeper the fall was without it: {most}."


def luck_sentence(team: TeamDebrief) -> str:
    """Return how lucky a team was: its place among the same decisions in other worlds."""
    share = team.spread.better_than
    if np.isnan(share):
        return ""
    low, middle, high = np.quantile(team.spread.totals, (0.1, 0.5, 0.9))
    name = (
        "Lucky" if share > LUCKY else "Unlucky" if share < UNLUCKY else "Neither lucky nor unlucky"
    )
    name += " in points"
    return (
        f"{name}: the same decisions in {len(team.spread.totals)} other worlds brought "
        f"{low:.0f} to {high:.0f} points (four of five worlds), {middle:.0f} in the middle; "
        f"here they brought {team.total:.0f}, more than in {100 * share:.0f} % of them."
    )


def beside_sentence(team: TeamDebrief, beside: list[ComparedCourse]) -> str:
    """Return how a team stands against doing nothing and the playbooks, in this world."""
    margins = [f"{one.name} {team.total - one.total:+.0f}" for one in beside]
    return f"Points against the same world with {', '.join(margins)}."


def playbooks_in_words() -> str:
    """Return what the two playbooks are."""
    texts = [f"{name}: {decision_in_words(decision)}" for name, decision in PLAYBOOKS.items()]
    return (
        "The playbooks hold from the first day of the game. "
        + ". ".join(text[0].upper() + text[1:] for text in texts)
        + "."
    )


def quarters_in_words(decisions: list[Decision]) -> list[tuple[str, str]]:
    """Return quarters and what was decided in them; equal ones that follow each other as one."""
    found: list[tuple[int, int, str]] = []
    for number, decision in enumerate(decisions, start=1):
        text = decision_in_words(decision)
        if found and found[-1][2] == text:
            found[-1] = (found[-1][0], number, text)
        else:
            found.append((number, number, text))
    return [(str(a) if a == b else f"{a} to {b}", text) for a, b, text in found]


def score_rows(found: Debrief) -> list[list[Any]]:
    """Return the rows of scores: name, total and measures, of the teams and what stands beside."""
    rows: list[list[Any]] = [
        [f"{one.rank}. {one.name}", one.total, *(one.measures[m.name] for m in MEASURES)]
        for one in found.teams
    ]
    rows += [
        [f"({other.name})", other.total, *(other.measures[m.name] for m in MEASURES)]
        for other in found.beside
    ]
    return rows
