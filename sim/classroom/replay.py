"""A game played anew from its file, and compared with what came of it."""

from __future__ import annotations

from sim.classroom.game import Game
from sim.classroom.game_file import GameFile


def replay(file: GameFile) -> tuple[int, list[str]]:
    """Play a game anew from its file.

    Returns
    -------
    count : int
        Quarters of teams that were compared.
    faults : list of str
        A line for each whose series, or measures, are not the same to the bit.

    Raises
    ------
    TarpeiaError
        For an event of the file that the room's rules do not allow.
    """
    game = Game(file)
    held = {(one.quarter, one.team): one for one in file.results()}
    faults, count = [], 0
    for quarter in range(len(game.room.decided)):
        for one in game.results(quarter):
            count += 1
            if held.get((quarter, one.team)) != one:
                faults.append(f"quarter {quarter + 1}, team {one.team + 1}: not the same series")
    return count, faults
