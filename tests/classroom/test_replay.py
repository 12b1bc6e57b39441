"""A game plays again to the same bits, also after its process was killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.classroom.replay import replay
from sim.classroom.rules import QUARTERS
from tests.classroom.small_game import LOUD, PLAIN, new_game, played_through
from tests.places import ROOT


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    program = (
        "import os, signal, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from tests.classroom.small_game import PLAIN, new_game\n"
        "game = new_game(Path(sys.argv[1])); game.join('Ada', 1); game.ask('start')\n"
        "game.ask('vote', member=0, decision=PLAIN); game.ask('play')\n"
        "print('played', flush=True)\n"
        "os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "played" in done.stdout, done.stderr
    assert done.returncode != 0
    game = Game(GameFile(path))
    assert game.room.decided[0][1] == PLAIN
    assert replay(game.file) == (3, [])


def test_a_game_plays_again_to_the_same_bits_and_a_changed_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    played_through(game)
    game.ask("undo")
    game.ask("vote", member=2, decision=LOUD)
    game.ask("play")
    game.ask("end")
    game.file.close()
    file = GameFile(path)
    assert replay(file) == (3 * QUARTERS, [])
    file.close()
    with sqlite3.connect(path) as base:
        base.execute("UPDATE results SET digest = 'no' WHERE quarter = 1 AND team = 2")
    base.close()
    file = GameFile(path)
    count, faults = replay(file)
    assert (count, len(faults)) == (3 * QUARTERS, 1)
    assert faults[0].startswith("quarter 2, team 3")


def test_a_team_that_begins_late_replays_too(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    game.ask("start")
    game.ask("play")
    game.ask("next")
    game.join("Bo", 2)
    game.ask("vote", member=1, decision=LOUD)
    game.ask("play")
    assert replay(game.file) == (6, [])
