"""The documents say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.places import ROOT

ELEMENTS = [
    "Purpose and patterns",
    "Entities, state variables, and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
PLACES = ("sim", "scripts", "tests", "docs", "scenarios", "requirements")
PATH = re.compile(rf"(?<![\w./-])(?:\.\./)*((?:{'|'.join(PLACES)})/[\w./-]*\w/?)")
# What a wheel alone has there; in a checkout it lies elsewhere.
IN_WHEEL = "sim/shipped/"


def test_generated_tables_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "update" / "docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + " run scripts/update/docs.py"


@pytest.mark.slow
def test_what_is_generated_of_the_claims_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "update" / "claims.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_claim_has_its_figure_in_the_document() -> None:
    from sim.claims.index import CLAIMS

    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\(\.\./results/figures/claims/([a-z-]+)\.png\)", text)
    assert shown == ["cycle", *CLAIMS]
    for name in shown:
        path = ROOT / "results" / "figures" / "claims" / f"{name}.png"
        assert 5_000 < path.stat().st_size < 200_000, name


def test_the_odd_has_the_seven_elements_in_order() -> None:
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert heads[0] == "The model at the whiteboard"
    assert heads[1:] == ELEMENTS


def test_trace_has_its_eight_elements_in_order() -> None:
    text = (ROOT / "docs" / "TRACE.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Problem formulation",
        "Model description",
        "Data evaluation",
        "Conceptual model evaluation",
        "Implementation verification",
        "Model output verification",
        "Model analysis",
        "Model output corroboration",
    ]


def test_the_odd_speaks_of_parameters_that_exist() -> None:
    from sim.model.entries import FLAT

    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8").split("## Submodels")[1]
    prose = text.split("<!-- table: parameters -->")[0]
    named = set(re.findall(r"`([a-z_]+)`", prose))
    # for_days belongs to a rule, not to the parameters.
    assert named - {"for_days"} <= set(FLAT)
    # Every parameter of the phases is explained in the submodels.
    missing = [
        name
        for flat, name in FLAT.items()
        if name.split(".")[0] in ("people", "conversation", "participation") and flat not in named
    ]
    assert not missing


def test_the_instructor_s_guide_has_its_parts_its_pictures_and_its_options() -> None:
    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    for heading in (
        "Two commands to a room",
        "Run sheet",
        "Brief for students",
        "The score",
        "The debrief",
        "Quiz",
        "What goes wrong",
        "Lessons and atlas",
    ):
        assert re.search(rf"^## {heading}", text, re.MULTILINE), heading
    for name in ("projector-join", "projector", "phone", "console", "debrief"):
        assert f"../results/figures/class-{name}.png" in text
    minutes = [int(found) for found in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert minutes == sorted(minutes)
    assert (minutes[0], minutes[-1]) == (0, 75)
    help_ = subprocess.run(
        [sys.executable, "-P", "-m", "sim", "class", "--help"],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    ).stdout
    named = set(re.findall(r"`--([a-z]+)", text))
    assert named - {"answers"} <= set(re.findall(r"--([a-z]+)", help_))


def test_the_brief_offers_what_the_game_asks() -> None:
    from sim.classroom.rules import PLAYBOOKS, QUESTIONS
    from sim.classroom.score import MEASURES

    text = (ROOT / "docs" / "instructor.md").read_text(encoding="utf-8")
    brief = text.split("## Brief for students")[1].split("## The score")[0].lower()
    assert len(brief.split()) <= 1000, "two pages"
    assert brief.count("1. **") == 1
    assert all(f"{k + 1}. **" in brief for k in range(len(QUESTIONS)))
    assert all(name in brief for name in PLAYBOOKS)
    weights = ", ".join(f"{one.weight:.0f}" for one in MEASURES)
    assert f"({weights} unless" in text.replace("\n", " ")


def in_backquotes(text: str) -> list[str]:
    """Return what is set as code in a page's prose."""
    return re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_the_pictures_and_pages_that_a_page_points_to_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    targets += re.findall(r"""src="([^"]+)\"""", text)
    for target in targets:
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    """In links, as code and in plain words, and what is told to be typed."""
    for name in PATH.findall(page.read_text(encoding="utf-8")):
        if name.startswith(IN_WHEEL):
            continue
        assert (ROOT / name).exists(), name
        assert (ROOT / name).is_dir() or not name.endswith("/"), name


def resolved(name: str) -> object:
    """Return what a dotted name stands for: a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AssertionError(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_the_names_of_the_program_that_a_page_uses_exist(page: Path) -> None:
    for code in in_backquotes(page.read_text(encoding="utf-8")):
        for name in re.findall(r"(?<![\w./-])sim(?:\.\w+)+", code):
            assert resolved(name) is not None, name


def test_a_name_or_file_that_is_not_there_is_noticed() -> None:
    assert PATH.findall("(../sim/day/loop.py), `scripts/no.py --check`, tests/no.py.") == [
        "sim/day/loop.py",
        "scripts/no.py",
        "tests/no.py",
    ]
    assert resolved("sim.model.randomness.Decision.SPEAK") is not None
    with pytest.raises(AttributeError):
        resolved("sim.engine.engine.run_hours")
