"""What a team decides: three questions a quarter, in plain words, and the levers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sim.errors import TarpeiaError
from sim.runs.course import invented
from sim.scenario.scenario import Scenario

# A year that all teams share, then four quarters of thirteen weeks (assumption).
BEFORE: Final = 365
QUARTERS: Final = 4
QUARTER_DAYS: Final = 91
MONTH_DAYS: Final = 28
# A crowd that a laptop plays in a blink for twenty teams, and in 200 other worlds (assumption).
PEOPLE: Final = 2_000


class Option(NamedTuple):
    """One answer to a question.

    Attributes
    ----------
    name : str
    text : str
        As the phone shows it.
    levers : mapping
        Lever to value, in force from the quarter's first day (assumptions all: far enough apart
        to be told from each other, none of them an extreme but silence).
    """

    name: str
    text: str
    levers: Mapping[str, float | str]


class DecisionQuestion(NamedTuple):
    """One of the three questions: its name, its text, its answers."""

    name: str
    text: str
    options: tuple[Option, ...]

    def option(self, name: str) -> Option:
        """Return an answer by its name.

        Raises
        ------
        TarpeiaError
            If there is no such answer.
        """
        for one in self.options:
            if one.name == name:
                return one
        listed = ", ".join(one.name for one in self.options)
        raise TarpeiaError(f"{self.name}: no '{name[:20]}', allowed is one of {listed}")


QUESTIONS: Final = (
    DecisionQuestion("visible", "How visible is the founder?", (
        Option("everywhere", "Everywhere: live streams, shows, a post a day", {"exposure": 0.9}),
        Option("often", "Often: launches and weekly posts", {"exposure": 0.6}),
        Option("rarely", "Rarely: launches only", {"exposure": 0.3}),
        Option("behind", "Behind the product: others speak for the firm", {"exposure": 0.1}),
    )),
    DecisionQuestion("candid", "What does he promise, and as whom?", (
        Option("idol", "Big promises, as a hero", {"candour": 0.1, "image": 0.0}),
        Option("polished", "The good sides, as a likeable man", {"candour": 0.3, "image": 0.2}),
        Option("plain", "Plain facts, faults included, as a man of business",
               {"candour": 0.9, "image": 0.9}),
    )),
    DecisionQuestion("answer", "How does he answer the crowd, and the last incident?", (
        Option("silent", "Say nothing, and keep away from the fans",
               {"stance": "silent", "distance": 0.6, "replies": 0.0, "participation": 0.0}),
        Option("rally", "Deny it, and call the fans together",
               {"stance": "deny", "distance": 0.0, "replies": 0.01, "participation": 0.5}),
        Option("apologise", "Apologise, and answer people himself",
               {"stance": "apologise", "distance": 0.0, "replies": 0.03, "participation": 0.1}),
        Option("compensate", "Compensate customers, and keep the fans at arm's length",
               {"stance": "compensate", "distance": 0.5, "replies": 0.01, "participation": 0.1}),
    )),
)  # fmt: skip
NAMES: Final = tuple(question.name for question in QUESTIONS)

# Question to answer; a question that nobody has answered yet is not in it: nothing is moved.
Decision = Mapping[str, str]

# What every team is compared with: doing nothing, and the two ways out that the essays speak of.
NO_ACTION: Final[Decision] = {}
PLAYBOOKS: Final[Mapping[str, Decision]] = {
    "step back": {"visible": "behind"},
    "low-key": {"visible": "rarely", "candid": "plain", "answer": "apologise"},
}


def question(name: str) -> DecisionQuestion:
    """Return a question by its name.

    Raises
    ------
    TarpeiaError
        If there is no such question.
    """
    for one in QUESTIONS:
        if one.name == name:
            return one
    raise TarpeiaError(f"question: no '{name[:20]}', allowed is one of {', '.join(NAMES)}")


def check_decision(decision: Any) -> Decision:
    """Return a decision, or a part of one, checked.

    Raises
    ------
    TarpeiaError
        If it is not a mapping of questions to their answers.
    """
    if not isinstance(decision, Mapping) or not decision:
        raise TarpeiaError(f"decision: an answer is needed to one of {', '.join(NAMES)}")
    for name, answer in decision.items():
        if not isinstance(name, str) or not isinstance(answer, str):
            raise TarpeiaError("decision: question and answer must be texts")
        question(name).option(answer)
    return dict(decision)


def decision_levers(decision: Decision) -> dict[str, float | str]:
    """Return the levers that a decision sets."""
    found: dict[str, float | str] = {}
    for name, answer in decision.items():
        found |= question(name).option(answer).levers
    return found


def class_world(scenario: Scenario, seed: int | None = None) -> Scenario:
    """Return the world of a game: a scenario's first year and the four quarters.

    A named case becomes an invented firm: what teams decide in it never happened.

    Parameters
    ----------
    scenario : Scenario
    seed : int, optional
        Luck; the scenario's own when not given. Crowd and network do not depend on it.

    Raises
    ------
    TarpeiaError
        If the scenario has fewer days than a year and four quarters.
    """
    days = BEFORE + QUARTERS * QUARTER_DAYS
    if scenario.run.days < days:
        raise TarpeiaError(
            f"{scenario.title}: it has {scenario.run.days} days, a class needs at least {days}: "
            "a year before the game and four quarters"
        )
    changes: dict[str, Any] = {
        "run.days": days,
        "run.crowd_seed": scenario.crowd_seed,
        "crowd.people": min(PEOPLE, scenario.effective.crowd.people),
    }
    if seed is not None:
        changes["run.seed"] = seed
    return invented(scenario).with_values(changes)


def quarter_first(quarter: int) -> int:
    """Return the day before a quarter's first, counted as days that have been run."""
    return BEFORE + quarter * QUARTER_DAYS
