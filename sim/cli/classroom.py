"""``tarpeia class``: a room for a class, on this machine."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from sim.cli.address import LOCAL, check_free, check_packages, shown
from sim.cli.program import tell
from sim.errors import TarpeiaError
from sim.scenario.files import load

if TYPE_CHECKING:
    from sim.classroom.game_file import GameFile

NEEDED: Final = ("starlette", "uvicorn", "segno")
FOLDER: Final = Path("results")


def serve_room(
    scenario: str,
    seed: int | None,
    teams: int,
    seconds: float,
    host: str,
    port: int,
    file: Path | None,
    show: float = 15.0,
) -> int:
    """Serve a room until Ctrl-C; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown or too short scenario, a file that is no game, an address or port that
        cannot be had, or missing packages.
    """
    check_packages("class", NEEDED)
    _more_connections()
    check_free(host, port)
    import segno
    import uvicorn

    from sim.classroom.game import Game
    from sim.classroom.server import Classroom
    from sim.engine.engine import make_ready

    game_file = _opened(scenario, seed, teams, seconds, file)
    make_ready()
    game = Game(game_file)
    address = f"http://{shown(host)}:{port}"
    room = Classroom(game, address, show)
    if host in LOCAL:
        tell(f"--host {host}: phones cannot reach this room; leave --host away for a class")
    else:
        tell(
            "Everyone in this network can open the room; its code lets students in, the console "
            "needs its own key. Nothing leaves this machine."
        )
    typer.echo(f"Students:  {address}   room {game.room.code}")
    typer.echo(f"Projector: {address}/projector")
    typer.echo(f"Console:   {address}/console?key={game_file.opening.key}   (yours alone)")
    typer.echo(f"Kept in:   {game_file.path}   (tarpeia class --file {game_file.path} goes on)")
    segno.make(f"{address}/?room={game.room.code}").terminal(compact=True)
    try:
        uvicorn.run(room.app(), host=host, port=port, log_level="warning", access_log=False)
    except KeyboardInterrupt:
        tell("tarpeia: the room is closed; its file is kept")
    finally:
        game_file.close()
    return 0


def _more_connections() -> None:
    """Let this process hold as many connections as the system allows; some begin with 256."""
    if importlib.util.find_spec("resource") is None:
        return  # Windows has no such limit
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))


def replay_game(file: Path) -> int:
    """Play a game anew from its file and compare; return the exit code.

    Raises
    ------
    TarpeiaError
        For a file that is no game.
    """
    from sim.classroom.game_file import GameFile
    from sim.classroom.replay import replay as compare

    game = GameFile(file)
    try:
        count, faults = compare(game)
    finally:
        game.close()
    for fault in faults:
        tell(f"{file}: {fault}")
    typer.echo(f"{count} quarters of teams played anew, {count - len(faults)} the same to the bit")
    return 1 if faults else 0


def _opened(
    scenario: str, seed: int | None, teams: int, seconds: float, file: Path | None
) -> GameFile:
    """Return the file of a game: the one named, where it is there, else a new one."""
    from sim.classroom.game_file import GameFile
    from sim.classroom.opening import new_opening

    if file is not None and file.exists():
        return GameFile(file)
    opening = new_opening(load(scenario), seed, teams, seconds)
    if file is None:
        now = dt.datetime.now().astimezone()
        file = FOLDER / f"class-{now:%Y-%m-%d-%H%M}-{opening.code}.sqlite"
    try:
        return GameFile(file, opening)
    except OSError as error:
        raise TarpeiaError(f"{file}: {error.strerror}; name another place with --file") from None
