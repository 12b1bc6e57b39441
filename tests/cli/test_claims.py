"""``tarpeia claims`` and ``tarpeia evidence`` as they are typed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sim.claims.report import kept
from sim.evidence.facts import FACTS
from tests.places import ROOT

QUICK = ["--replicates", "5", "--draws", "1"]


def tarpeia(*words: str, where: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=where or ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_json_is_one_list_and_nothing_else() -> None:
    done = tarpeia("claims", "rumour", "retreat", *QUICK, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [one["id"] for one in told] == ["rumour", "retreat"]  # in the order of the document
    for one in told:
        assert {
            "id",
            "statistic",
            "with",
            "without",
            "interval",
            "expected",
            "model",
            "evidence",
        } <= one.keys()
        assert one["model"] in ("holds", "fails", "contrary", "reported")
        assert one["evidence"] in ("supports", "silent", "against")
        assert one["replicates"] == 5
    again = tarpeia("claims", "rumour", "retreat", *QUICK, "--json", "--workers", "1")
    assert again.stdout == done.stdout


@pytest.mark.slow
def test_the_scorecard_and_the_exit_code_of_strict(tmp_path: Path) -> None:
    done = tarpeia("claims", "keep-away", "rumour", *QUICK, "--strict")
    assert done.returncode == 1  # keeping away does not do what the essay says
    assert "keep-away" in done.stdout
    assert "In the model" in done.stdout
    fine = tarpeia("claims", "rumour", "--replicates", "20", "--draws", "0", "--strict")
    assert fine.returncode == 0, fine.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["no-such"], "claims: no claim 'no-such', "),
        (["rumour", "rumour"], "claims: one is named twice"),
        (
            ["rumour", "--replicates", "1"],
            "--replicates: '1' is invalid; use a whole number from 5 to 10,000",
        ),
        (
            ["rumour", "--draws", "-1"],
            "--draws: '-1' is invalid; use a whole number from 0 to 10,000",
        ),
        (["rumour", "--seed", "-5"], "--seed: '-5' is invalid"),
        (["rumour", "--workers", "many"], "--workers: 'many' is invalid"),
        (["rumour", "--report", "pyproject.toml"], "pyproject.toml: is a file"),
        (["rumour", "--report", "docs"], "docs: holds something that is no report"),
    ],
)
def test_bad_input_is_one_line_and_two(words: list[str], fault: str) -> None:
    done = tarpeia("claims", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert fault in done.stderr


def test_a_report_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    """Killed without warning after the first claim; the second call tries only what is missing."""
    report = tmp_path / "report"
    words = ["claims", "own-goal", "rumour", "betrayal", *QUICK, "--report", str(report)]
    running = subprocess.Popen(
        [sys.executable, "-m", "sim", *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    first = report / "trials" / "own-goal.json"
    try:
        deadline = time.monotonic() + 120
        while not first.exists() and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert first.exists()
    before = first.stat().st_mtime_ns
    done = tarpeia(*words)
    assert done.returncode == 0, done.stderr
    assert first.stat().st_mtime_ns == before  # kept, not tried again
    assert (report / "index.html").is_file()
    undisturbed = tmp_path / "other"
    assert tarpeia(*words[:-1], str(undisturbed)).returncode == 0
    for name in ("own-goal", "rumour", "betrayal"):
        one = (report / "trials" / f"{name}.json").read_bytes()
        assert one == (undisturbed / "trials" / f"{name}.json").read_bytes()
        page = (report / f"{name}.html").read_bytes()
        assert page == (undisturbed / f"{name}.html").read_bytes()


def test_ctrl_c_says_what_is_kept(tmp_path: Path) -> None:
    report = tmp_path / "report"
    running = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "sim",
            "claims",
            "own-goal",
            "base-effect",
            "--draws",
            "0",
            "--report",
            str(report),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    deadline = time.monotonic() + 120
    trials = report / "trials"
    while not (trials.is_dir() and list(trials.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=120)
    assert running.returncode == 130
    assert f"claims are kept in {report}; rerun to resume" in errors


def test_evidence_tells_every_fact() -> None:
    done = tarpeia("evidence")
    assert done.returncode == 0, done.stderr
    assert "reproduced" in done.stdout
    assert "not reproducible" in done.stdout
    told: list[dict[str, Any]] = json.loads(tarpeia("evidence", "--json").stdout)
    assert [one["id"] for one in told] == list(FACTS)
    for one in told:
        assert one["estimates"] or one["reason"]


def test_the_help_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom sim.cli.main import app\n"
        "result = CliRunner().invoke(app, ['claims', '--help'])\n"
        "assert result.exit_code == 0, result.output\n"
        "assert not {'numba', 'scipy', 'matplotlib', 'pandas', 'jinja2'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_kept_trial_is_of_these_sources() -> None:
    assert kept.claims_version() == kept.claims_version()
    assert len(kept.claims_version()) == 16
