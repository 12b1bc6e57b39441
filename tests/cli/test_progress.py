"""The one progress bar: a bar on a terminal, now and then a line elsewhere, lines of JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli import progress as module
from sim.cli.program import signals
from sim.cli.progress import duration, print_event, progress
from sim.cli.sweeping import Execution, line_of, sweeping
from sim.experiments.loop import SweepProgress
from tests.cli.calls import FILES, ON_WINDOWS, command, environment, names


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


def be_terminal(monkeypatch: pytest.MonkeyPatch, tty: bool = True) -> None:
    """Let standard error, as it is captured now, be a terminal."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: tty, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")


def plain(text: str) -> str:
    """Return what a terminal shows, without its control sequences."""
    return re.sub(r"\x1b\[[\d;?]*[A-Za-z]|\r", "", text)


# On a pipe -----------------------------------------------------------------------------------


def test_a_pipe_gets_the_title_a_line_every_ten_seconds_and_the_last(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("Running it", 100, "days") as show:
        assert capsys.readouterr().err == ""  # before anything is shown
        for done in range(101):
            show(done)
            clock.now += 0.25
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "Running it",
        "40 of 100 days, time left 15 s",
        "80 of 100 days, time left 5 s",
        "100 of 100 days",
    ]


def test_what_was_there_before_took_none_of_this_time(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("Resumed", 1_000, "runs") as show:
        show(500)
        clock.now += 20.0
        show(600)
    assert capsys.readouterr().err.splitlines() == ["Resumed", "600 of 1,000 runs, time left 80 s"]


def test_nothing_is_known_of_the_time_left_before_something_is_done(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress("Resumed", 1_000, "runs") as show:
        clock.now += 20.0
        show(500)
    assert capsys.readouterr().err.splitlines()[1:] == [
        "500 of 1,000 runs, time left not known yet"
    ]


def test_words_and_total_may_be_given(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Many", 0, "runs") as show:
        show(3, "three of them", 12)
        show(12, "all of them", 12)
    assert capsys.readouterr().err.splitlines() == ["Many", "all of them"]


def test_a_title_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("two\nlines", 1, "runs") as show:
        show(1)
    assert capsys.readouterr().err.splitlines() == ["two\\nlines", "1 of 1 runs"]


@pytest.mark.parametrize("tty", [True, False], ids=["terminal", "pipe"])
def test_every_call_looks_whether_the_user_wants_to_stop(
    tty: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be_terminal(monkeypatch, tty)
    with progress("Running it", 10, "days") as show:
        show(3)
        monkeypatch.setattr(signals, "seen", True)
        with pytest.raises(KeyboardInterrupt):
            show(4)


# On a terminal -------------------------------------------------------------------------------


def test_a_terminal_gets_a_bar_below_the_title(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    be_terminal(monkeypatch)
    with progress("Running it", 40, "days") as show:
        show(10)
        show(20, "half of them")
    told = capsys.readouterr()
    assert told.out == ""
    seen = plain(told.err)
    assert "Running it\n" in seen
    assert seen.count("Running it") == 1
    assert "half of them" in seen
    assert "\x1b[2K" in told.err  # the bar is wiped away at the end


def test_a_sweep_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    be_terminal(monkeypatch)
    with sweeping("A sweep", Execution(None, None, as_json=False)) as show:
        show(SweepProgress(0, 0, 40, 0, 0.0, float("nan")))
        show(SweepProgress(10, 1, 40, 10, 2.0, 15.0))
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "A sweep\n" in plain(seen.err)
    assert "10 of 40 runs, 1 failed, 2.0 a second, time left 15 s" in plain(seen.err)


@pytest.mark.skipif(ON_WINDOWS, reason="no pseudo-terminals there")
def test_a_terminal_sees_a_progress_bar(tmp_path: Path) -> None:
    screen, theirs = os.openpty()
    words = command("run", "--people", "200", "--days", "2000", "--out", "out")
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environment(TERM="xterm", COLUMNS="100"),
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        seen = b"".join(_read(screen))
        assert running.stdout is not None
        table = running.stdout.read()
    os.close(screen)
    assert running.returncode == 0
    assert b"Running Firm A" in seen
    assert b"2,000 of 2,000 days" in seen
    assert b"Results: out" in table
    assert b"\x1b" not in table
    assert names(tmp_path / "out") == FILES


def _read(screen: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(screen, 65536)
        except OSError:  # how Linux says that the other side is closed
            return
        if not data:
            return
        yield data


# As JSON -------------------------------------------------------------------------------------


def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    print_event("progress", {"done": 3, "left": float("nan"), "title": "two\nlines"})
    told = capsys.readouterr()
    assert told.err == ""
    (line,) = told.out.splitlines()
    assert json.loads(line) == {
        "event": "progress",
        "done": 3,
        "left": None,
        "title": "two\nlines",
    }


def test_a_sweep_as_json_looks_whether_the_user_wants_to_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = SweepProgress(10, 1, 40, 10, 2.0, 15.0)
    with sweeping("A sweep", Execution(None, None, as_json=True)) as show:
        show(found)
        monkeypatch.setattr(signals, "seen", True)
        with pytest.raises(KeyboardInterrupt):
            show(found)
    told = capsys.readouterr()
    assert told.err == ""
    (line,) = told.out.splitlines()
    assert json.loads(line) == {"event": "progress", **found._asdict()}


# In words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 s"),
        (40, "40 s"),
        (99.4, "99 s"),
        (100, "2 min"),
        (720, "12 min"),
        (12_000, "3 h 20 min"),
        (float("nan"), "not known yet"),
        (float("inf"), "not known yet"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_line_of_a_sweep() -> None:
    assert line_of(SweepProgress(0, 0, 40, 0, 0.0, float("nan"))) == (
        "0 of 40 runs, time left not known yet"
    )
    assert line_of(SweepProgress(1_010, 1, 4_000, 10, 2.0, 1_495.0)) == (
        "1,010 of 4,000 runs, 1 failed, 2.0 a second, time left 25 min"
    )
    assert line_of(SweepProgress(40, 0, 40, 0, 0.0, float("nan"))) == "40 of 40 runs"
