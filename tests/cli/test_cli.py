"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import sim
from sim.cli.main import app
from sim.errors import TarpeiaError
from sim.model import tables
from sim.model.day.schedule import SCHEDULE
from sim.model.entries import ENTRIES
from sim.model.layout import SERIES
from sim.model.mechanisms import MECHANISMS
from sim.model.start import START_ENTRIES
from sim.runs.run import Run, load_run
from sim.runs.summary import SUMMARY
from sim.scenario import typed
from sim.scenario.files import shipped
from tests.places import ROOT

SMALL = ("--people", "200", "--days", "20")
FILES = ["daily.parquet", "manifest.json", "overview.png", "overview.svg", "scenario.toml"]
NOTHING = "tarpeia: interrupted; nothing was written; run the same command again to go on"
ON_WINDOWS = sys.platform == "win32"

# Runs the program, then fails if a module that must not be loaded was.
CHECKED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
unwanted, sys.argv = sys.argv[1].split(","), ["tarpeia", *sys.argv[2:]]
from sim.cli import main
try:
    main()
finally:
    loaded = [name for name in unwanted if name in sys.modules]
    if loaded:
        sys.stderr.write(f"loaded: {loaded}")
        sys.stderr.flush()
        import os
        os._exit(99)
"""


def tarpeia(*words: str, safe: bool = False) -> Result:
    """Call the command as a user would."""
    return CliRunner().invoke(app, list(words), catch_exceptions=safe)


def command(*words: str, unwanted: str = "mesa") -> list[str]:
    return [sys.executable, "-c", CHECKED, unwanted, *words]


def process(*words: str, unwanted: str = "mesa", **more: Any) -> subprocess.CompletedProcess[str]:
    """Call the command in a process of its own; it must not load what is unwanted."""
    return subprocess.run(
        command(*words, unwanted=unwanted),
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=False,
        **more,
    )


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a temporary folder beside it."""
    folder, spare = tmp_path / "work", tmp_path / "temporary"
    folder.mkdir()
    spare.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    return folder


@pytest.fixture
def undrawn(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder in which runs draw no figures."""
    monkeypatch.setattr("sim.cli.run._draw", lambda *_: None)
    return workplace


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A run in a process of its own: what it said, and the folder it was called in."""
    folder = tmp_path_factory.mktemp("whole")
    done = process("run", "xiaomi-su7", *SMALL, "--seed", "3", "--json", cwd=folder)
    return done, folder


# run -----------------------------------------------------------------------------------------


def test_json_is_all_that_is_on_standard_output(whole: tuple[Any, Path]) -> None:
    done, folder = whole
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["scenario"] == "xiaomi-su7"
    assert (told["seed"], told["people"], told["days"]) == (3, 200, 20)
    assert told["hypothetical"] == []
    assert told["agent_days_per_second"] > 0
    assert told["seconds"] > 0
    assert {name for name, *_ in SUMMARY} == set(told["summary"])
    assert len(told["digest"]) == 64
    (line,) = done.stderr.splitlines()
    assert line.startswith("Running Xiaomi SU7")
    assert (folder / told["results"]).is_dir()


def test_the_folder_of_results_is_complete(whole: tuple[Any, Path]) -> None:
    done, folder = whole
    told = json.loads(done.stdout)
    assert names(folder) == ["results"]
    (results,) = (folder / "results").iterdir()
    assert results.name == f"xiaomi-su7-seed3-{told['content_hash'][:8]}"
    assert names(results) == FILES
    assert all((results / name).stat().st_size > 100 for name in FILES)
    stored = load_run(results)
    assert stored.digest == told["digest"]
    assert stored.summary == told["summary"]
    scenario = sim.load("xiaomi-su7").with_values({"crowd.people": 200, "run.days": 20})
    again = sim.run(scenario, seed=3)
    assert again.digest == told["digest"]


def test_a_table_in_plain_words(undrawn: Path) -> None:
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 0
    rows = result.stdout.splitlines()
    for _, words, _, unit in SUMMARY:
        begin = f" {words}  "
        assert sum(row.startswith(begin) and row.endswith(unit) for row in rows) == 1, words
    assert rows[-1] == "Results: out"
    assert "HYPOTHETICAL" not in result.stdout
    assert "endorses" not in result.stdout
    assert all(row == row.rstrip() for row in rows)
    assert len(result.stderr.splitlines()) == 1
    assert "200 agents over 20 days, seed 1" in result.stdout


def test_a_named_case_carries_its_note_and_its_stamp(undrawn: Path) -> None:
    result = tarpeia("run", "xiaomi-su7", *SMALL, "--set", "founder.exposure=0.2", "--out", "out")
    (stamp,) = (row for row in result.stdout.splitlines() if "HYPOTHETICAL" in row)
    assert "founder.exposure = 0.2" in stamp
    (note,) = (row for row in result.stdout.splitlines() if "endorses" in row)
    assert note.startswith("Names mark public, sourced events.")
    plain = tarpeia("run", "xiaomi-su7", *SMALL, "--out", "out")
    assert "HYPOTHETICAL" not in plain.stdout
    assert "endorses" in plain.stdout


def test_settings_arrive(undrawn: Path) -> None:
    result = tarpeia(
        "run",
        *SMALL,
        "--seed",
        "5",
        "--out",
        "out",
        "--without",
        "hitchhiking",
        "--without",
        "shield",
        "--set",
        "founder.exposure=0.25",
        "--set",
        "start.fans=0.1:0.2",
        "--set",
        "start.climate=-0.5",
        "--set",
        "founder.stance=deny",
        "--set",
        "product.heavy_tail=false",
        "--set",
        "newsroom.outlets=7",
        "--set",
        "run.incidents=random",
        "--set",
        "run.start=2025-12-31",
    )
    assert result.exit_code == 0, result.stderr
    scenario = load_run(Path("out")).scenario
    assert scenario.run.seed == 5
    assert scenario.run.without == ("hitchhiking", "shield")
    assert (scenario.run.incidents, str(scenario.run.start)) == ("random", "2025-12-31")
    assert scenario.start.fans == (0.1, 0.2)
    assert scenario.start.climate == -0.5
    p = scenario.parameters
    assert (p.founder.exposure, p.founder.stance) == (0.25, "deny")
    assert (p.product.heavy_tail, p.newsroom.outlets) == (False, 7)


def digest(*words: str) -> str:
    result = tarpeia("run", *SMALL, "--json", "--out", "out", *words)
    assert result.exit_code == 0, result.stderr
    return str(json.loads(result.stdout)["digest"])


def test_the_digest_follows_the_seed_and_not_the_threads(undrawn: Path) -> None:
    one = digest("--seed", "1")
    assert digest("--seed", "1") == one
    assert digest("--seed", "1", "--threads", "2") == one
    assert digest("--seed", "2") != one


def test_a_network_file_is_seen_from_where_it_is_typed(undrawn: Path) -> None:
    Path("net.csv").write_text("0,1\n1,2\n")
    assert len(digest("--set", "network.file=net.csv")) == 64


def test_results_are_replaced_whole(undrawn: Path) -> None:
    digest()
    (undrawn / "out" / "camps.png").write_bytes(b"an older figure")
    digest("--seed", "2")
    assert names(undrawn) == ["out"]
    assert names(undrawn / "out") == ["daily.parquet", "manifest.json", "scenario.toml"]
    assert load_run(Path("out")).scenario.run.seed == 2


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A disk that is full the first time a run is written."""
    tried: list[Path] = []
    write = Run._write

    def fill(run: Run, work: Path) -> None:
        tried.append(work)
        write(run, work)
        if len(tried) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Run, "_write", fill)
    return tried


def test_a_disk_that_fills_up_does_not_cost_the_run(undrawn: Path, full: list[Path]) -> None:
    result = tarpeia("run", *SMALL, "--out", "results/out")
    assert result.exit_code == 2
    assert result.stdout == ""
    line = result.stderr.splitlines()[-1]
    assert line.startswith(f"{Path('results/out')}: cannot be written (No space left on device)")
    (spare,) = (undrawn.parent / "temporary").iterdir()
    assert line.endswith(f"are kept in {spare / 'out'}")
    assert len(load_run(spare / "out").series) == 20
    assert names(undrawn) == []


def test_when_nothing_can_be_kept_it_says_so(
    undrawn: Path, full: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Run, "_write", refuse)
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 2
    assert "the results are lost" in result.stderr
    assert names(undrawn) == names(undrawn.parent / "temporary") == []


def test_a_defect_in_a_figure_does_not_cost_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(_: Path) -> None:
        raise RuntimeError("no such colour")

    monkeypatch.setattr("sim.cli.run._draw", lambda *_: defect)
    result = tarpeia("run", *SMALL, "--out", "out", safe=True)
    assert isinstance(result.exception, RuntimeError)
    (spare,) = (workplace.parent / "temporary").iterdir()
    assert f"kept in {spare / 'out'}" in result.stderr
    assert names(workplace) == []


# Interruption --------------------------------------------------------------------------------


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "place", ["sim.runs.simulate.run", "sim.runs.run.Run._write", "sim.cli.run._draw"]
)
def test_ctrl_c_leaves_nothing(place: str, undrawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, interrupt)
    result = tarpeia("run", *SMALL, "--out", "results/a/out")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == NOTHING
    assert names(undrawn) == names(undrawn.parent / "temporary") == []


def test_ctrl_c_after_the_results_are_written(
    undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.cli.run.print_summary", interrupt)
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == "tarpeia: interrupted; the results are in out"
    assert load_run(Path("out")).scenario.run.days == 20


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_ctrl_c_while_results_are_replaced_keeps_one_of_both(
    cut: int, undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest("--seed", "1")
    rename, calls = Path.rename, []

    def cut_short(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == cut:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", cut_short)
    result = tarpeia("run", *SMALL, "--seed", "2", "--out", "out")
    assert result.exit_code == (0 if cut == 3 else 130)
    assert names(undrawn) == ["out"]
    assert load_run(Path("out")).scenario.run.seed == (2 if cut == 3 else 1)


@pytest.mark.skipif(ON_WINDOWS, reason="signals are another matter there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_in_the_middle_of_a_run(name: str, tmp_path: Path) -> None:
    words = command("run", "--people", "20000", "--days", "36500", "--out", "results/out", "--json")
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()  # comes when the first days are done
        running.send_signal(getattr(signal, name))
        out, rest = running.communicate()
    assert first.startswith("Running Firm A")
    assert running.returncode == 130
    assert out == ""
    assert rest == f"{NOTHING}\n"
    assert names(tmp_path) == []


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
    assert b"2,000 of 2,000 days, time left" in seen
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


@pytest.mark.skipif(ON_WINDOWS, reason="no SIGPIPE there")
def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        command("parameters", "--json"),
        cwd=tmp_path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as running:
        os.close(writing)
        assert running.stderr is not None
        told = running.stderr.read()
    assert running.returncode == 141
    assert told == b""


# What there is -------------------------------------------------------------------------------


def test_validate_names_each_file(workplace: Path) -> None:
    files = [str(path) for path in shipped().values()]
    result = tarpeia("validate", *files)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{file}: ok" for file in files]
    assert result.stderr == ""


def test_scenarios_lists_those_that_come_with_the_program() -> None:
    result = tarpeia("scenarios")
    assert result.exit_code == 0
    for name in shipped():
        scenario = sim.load(name)
        (row,) = (row for row in result.stdout.splitlines() if row.split()[:1] == [name])
        for shown in (scenario.title, scenario.question, str(scenario.run.start)):
            assert shown in row
        assert f"{scenario.parameters.crowd.people:,}" in row


def test_parameters_as_table_markdown_and_json() -> None:
    plain, markdown = tarpeia("parameters"), tarpeia("parameters", "--markdown")
    told = json.loads(tarpeia("parameters", "--json").stdout)
    assert [entry["name"] for entry in told["parameters"]] == list(ENTRIES)
    assert [entry["name"] for entry in told["start"]] == list(START_ENTRIES)
    for entry in (*ENTRIES.values(), *START_ENTRIES.values()):
        (row,) = (row for row in plain.stdout.splitlines() if row.split()[:1] == [entry.name])
        assert entry.meaning in row
        assert entry.source in row
        assert f"| {entry.name} |" in markdown.stdout
    assert tables.TABLES["parameters"]() in markdown.stdout
    assert tables.TABLES["start"]() in markdown.stdout


def test_schedule_as_table_markdown_and_json() -> None:
    plain, markdown = tarpeia("schedule"), tarpeia("schedule", "--markdown")
    told = json.loads(tarpeia("schedule", "--json").stdout)
    assert [phase["name"] for phase in told["phases"]] == [phase.name for phase in SCHEDULE]
    assert [switch["name"] for switch in told["mechanisms"]] == [m.name for m in MECHANISMS]
    for phase in SCHEDULE:
        assert f"{phase.reads}" in plain.stdout
        assert f"{phase.writes}" in plain.stdout
    for mechanism in MECHANISMS:
        (row,) = (row for row in plain.stdout.splitlines() if row.split()[:1] == [mechanism.name])
        assert mechanism.off in row
    assert tables.TABLES["schedule"]() in markdown.stdout
    assert tables.TABLES["mechanisms"]() in markdown.stdout


@pytest.mark.parametrize("name", tables.TABLES)
def test_markdown_tables_are_whole(name: str) -> None:
    lines = tables.TABLES[name]().splitlines()
    bars = {line.replace("\\|", "").count("|") for line in lines}
    assert len(bars) == 1
    assert set(lines[1]) == {"|", "-"}
    assert len(lines) > 5


def test_the_table_of_series_is_complete() -> None:
    assert [row[0] for row in tables.series().rows] == [column.name for column in SERIES]


# plot ----------------------------------------------------------------------------------------


def test_plot_draws_from_stored_results(
    whole: tuple[Any, Path], workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (results,) = (whole[1] / "results").iterdir()
    monkeypatch.setattr(
        "sim.engine.world.allocate", lambda *_: pytest.fail("something is simulated")
    )
    result = tarpeia("plot", str(results), "--kind", "camps", "--out", "figures/camps")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        str(Path("figures/camps") / name) for name in ("camps.png", "camps.svg")
    ]
    assert names(workplace / "figures" / "camps") == ["camps.png", "camps.svg"]


def test_plot_puts_an_overview_beside_the_results(undrawn: Path) -> None:
    digest()
    assert tarpeia("plot", "out").exit_code == 0
    assert names(undrawn / "out") == FILES


def test_plot_refuses_an_unknown_kind(undrawn: Path) -> None:
    digest()
    result = tarpeia("plot", "out", "--kind", "cmaps", "--out", "figures")
    assert result.exit_code == 2
    assert result.stderr == "--kind: no figure 'cmaps', did you mean 'camps'?\n"
    assert names(undrawn) == ["out"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_plot_leaves_no_half_of_a_figure(
    fault: BaseException, undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest()

    def half(_: object, folder: Path, name: str) -> None:
        (folder / f"{name}.png").write_bytes(b"half")
        raise fault

    monkeypatch.setattr("sim.plots.files.save", half)
    result = tarpeia("plot", "out", "--out", "figures/new")
    assert result.exit_code == (2 if isinstance(fault, OSError) else 130)
    assert len(result.stderr.splitlines()) == 1
    assert names(undrawn) == ["out"]


# The program itself --------------------------------------------------------------------------


def test_help_is_quick_to_load() -> None:
    done = process("--help", unwanted="mesa,numpy,numba,pydantic,pandas,pyarrow,matplotlib")
    assert done.returncode == 0, done.stderr
    for name in ("run", "validate", "scenarios", "parameters", "schedule", "plot", "new"):
        assert f" {name} " in done.stdout


def test_looking_at_things_loads_no_compiler() -> None:
    assert process("schedule", unwanted="mesa,numba,pandas,matplotlib").returncode == 0


def test_no_words_at_all_is_help() -> None:
    result = tarpeia()
    assert result.exit_code == 0
    assert "Usage: tarpeia" in result.stdout


def test_version() -> None:
    assert tarpeia("--version").stdout == f"tarpeia {sim.__version__}\n"


def test_help_of_options_comes_from_the_parameters() -> None:
    shown = " ".join(tarpeia("run", "--help").stdout.replace("│", " ").split())
    assert ENTRIES["crowd.people"].meaning in shown
    assert "from 1 to 30,000,000" in shown
    shown = " ".join(tarpeia("new", "--help").stdout.replace("│", " ").split())
    assert ENTRIES["founder.candour"].meaning in shown
    assert START_ENTRIES["start.coupling"].meaning in shown


def test_output_is_utf_8_everywhere(tmp_path: Path) -> None:
    text = 'title = "小米"\n[run]\ndays = 3\n[crowd]\npeople = 50\n'
    (tmp_path / "小米.toml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sim", "validate", "小米.toml"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="1"),
    )
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").split() == ["小米.toml:", "ok"]


# Values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("founder.exposure", "0.4", 0.4),
        ("founder.exposure", "1", 1.0),
        ("crowd.people", "20_000", 20_000),
        ("product.heavy_tail", "False", False),
        ("founder.stance", "deny", "deny"),
        ("start.fans", "0.1", 0.1),
        ("start.fans", "0.1:.2", (0.1, 0.2)),
        ("run.seed", "7", 7),
        ("network.file", "a b.csv", "a b.csv"),
    ],
)
def test_what_is_typed_has_the_kind_of_its_parameter(name: str, text: str, value: Any) -> None:
    parsed = typed.parse(name, text)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize("name", typed.KNOWN)
def test_every_name_has_a_meaning_and_bounds(name: str) -> None:
    assert typed.meaning_of(name)
    assert typed.allowed_for(name)
    if typed.allowed_for(name) != "text":
        with pytest.raises(TarpeiaError, match="allowed is"):
            sim.Scenario().with_values({name: typed.parse(name, "?")})


@pytest.mark.parametrize(
    "write", [tables.parameters, tables.start, tables.series, tables.mechanisms, tables.schedule]
)
def test_no_cell_is_empty(write: Callable[[], tables.Table]) -> None:
    table = write()
    for row in table.rows:
        assert len(row) == len(table.columns)
        assert all(row) or row[0] == "network.file"
