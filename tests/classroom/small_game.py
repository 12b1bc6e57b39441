"""A small game for tests: its firm, its decisions, and how it is played."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.classroom.opening import new_opening
from sim.classroom.rules import QUARTERS
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

PLAIN = {"visible": "rarely", "candid": "plain", "answer": "compensate"}
LOUD = {"visible": "everywhere", "candid": "idol", "answer": "rally"}


def firm(people: int = 300) -> Scenario:
    """The classroom's firm with a small crowd."""
    return load("classroom").with_values({"crowd.people": people})


def new_game(path: Path, teams: int = 3, **how: Any) -> Game:
    """A new game in a new file, on luck of its own."""
    return Game(GameFile(path, new_opening(firm(), seed=3, teams=teams, seconds=60.0)), **how)


def played_through(game: Game) -> None:
    """Three join, and play all quarters."""
    for k, name in enumerate(("Ada", "Bo", "Cy")):
        game.join(name, k)
    game.ask("start")
    for quarter in range(QUARTERS):
        game.ask("vote", member=0, decision=PLAIN)
        game.ask("vote", member=1, decision=LOUD if quarter % 2 else PLAIN)
        game.ask("play")
        if quarter + 1 < QUARTERS:
            game.ask("next")
