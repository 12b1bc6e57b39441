"""Plans in the same worlds: the statistics on known cases, and the runs behind them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.experiments.outcomes import DEFAULT
from sim.experiments.plans import NOTHING, Plan
from sim.experiments.plausible import RATES, plausible
from sim.experiments.verdicts import LEVEL, apart, interval, judge, less_is_better
from sim.model.entries import ENTRIES
from sim.model.layout import LEVERS
from sim.runs.summary import SUMMARY_NAMES

SCENARIO = sim.load("classroom").with_values({"crowd.people": 200, "run.days": 60})


def synthetic(
    rng: np.random.Generator, draws: int, luck: int, effect: float
) -> dict[str, np.ndarray]:
    """Return doing nothing and a plan whose true mean difference is ``effect``."""
    shape = draws, luck
    world = rng.normal(size=(draws, 1)) * 2.0 + rng.normal(size=shape)
    of_parameters, of_luck = rng.normal(size=(draws, 1)) * 0.7, rng.normal(size=shape) * 0.4
    return {NOTHING: world, "plan": world + effect + of_parameters + of_luck}


@pytest.mark.parametrize(("draws", "luck"), [(25, 4), (12, 4), (1, 60)])
def test_intervals_cover_a_known_difference(draws: int, luck: int) -> None:
    """In 85 to 95 of a hundred of 200 comparisons, as an interval of 90 % should."""
    rng = np.random.default_rng(20_261_122)
    covered = 0
    for _ in range(200):
        values = synthetic(rng, draws, luck, 0.3)
        if draws == 1:  # parameters fixed: the draw of the effect is part of the truth
            truth = 0.3
            values["plan"] = values[NOTHING] + truth + rng.normal(size=(1, luck)) * 0.4
        verdict = judge(values, NOTHING, less=False)[1]
        covered += verdict.low <= 0.3 <= verdict.high
    assert LEVEL == 0.9
    assert 170 <= covered <= 190


def test_luck_and_ignorance_are_told_apart() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=(4_000, 1)) * 0.7 + rng.normal(size=(4_000, 4)) * 0.4
    assert apart(values) == pytest.approx((0.4, 0.7), rel=0.03)
    luck, ignorance = apart(rng.normal(size=(1, 500)))
    assert luck == pytest.approx(1.0, rel=0.1)
    assert np.isnan(ignorance)
    assert np.isnan(apart(np.ones((5, 1)))).all()


def test_a_verdict_on_worlds_that_can_be_counted() -> None:
    """Ten worlds: the plan is better in six, worse in two, the same in two."""
    base = np.arange(10.0).reshape(1, 10)
    plan = base + np.array([[1, 1, 1, 1, 1, 1, -2, -2, 0, 0]])
    nothing, verdict = judge({NOTHING: base, "plan": plan}, NOTHING, less=False)
    assert verdict.difference == pytest.approx(0.2)
    assert (verdict.best, nothing.best) == (pytest.approx(0.7), pytest.approx(0.3))
    assert verdict.better == pytest.approx(0.6)
    assert (verdict.regret, nothing.regret) == (pytest.approx(0.4), pytest.approx(0.6))
    assert (verdict.worst, nothing.worst) == (1.0, 0.0)
    assert nothing.difference == nothing.low == nothing.high == 0.0
    turned, other = judge({NOTHING: -base, "plan": -plan}, NOTHING, less=True)
    assert (other.best, other.better) == (verdict.best, verdict.better)
    assert (turned.worst, other.worst) == (0.0, -1.0)


def test_the_variance_that_pairing_saves() -> None:
    rng = np.random.default_rng(8)
    world, noise = rng.normal(size=(1, 50_000)), rng.normal(size=(1, 50_000))
    verdict = judge({NOTHING: world, "plan": world + 0.5 * noise}, NOTHING, less=False)[1]
    assert verdict.saved == pytest.approx((1.0 + 1.25) / 0.25, rel=0.03)


def test_draws_with_a_failed_world_are_left_out_and_none_left_is_told() -> None:
    base, plan = np.ones((3, 2)), np.full((3, 2), 2.0)
    plan[1, 0] = np.nan
    assert judge({NOTHING: base, "plan": plan}, NOTHING, less=False)[1].difference == 1.0
    with pytest.raises(sim.TarpeiaError, match="no world in which all plans have a value"):
        judge({NOTHING: base, "plan": np.full((3, 2), np.nan)}, NOTHING, less=False)


def test_one_world_says_nothing_sure() -> None:
    assert interval(np.array([[3.0]])) == (3.0, float("-inf"), float("inf"))


def test_what_is_better() -> None:
    assert {name for name in DEFAULT if less_is_better(name)} == {
        "anti_fan_share_end",
        "anti_fan_share_peak",
        "falls",
        "fan_to_black",
        "largest_day_of_turning",
        "stories_bad",
        "accidents",
        "accidents_public",
        "disputes",
        "disputes_public",
    }
    assert less_is_better("anti_fan_share.mean[3:9]")
    assert tuple(sim.run(SCENARIO).summary) == SUMMARY_NAMES


@pytest.mark.parametrize("name", ["classroom", "xiaomi-su7", "tesla-2024", "byd-low-profile"])
def test_the_plausible_box_is_around_the_scenario_and_within_bounds(name: str) -> None:
    scenario = sim.load(name)
    box = plausible(scenario)
    assert len(box) > 80
    for key, (low, high) in box.items():
        group, _, short = key.partition(".")
        value = getattr(getattr(scenario.effective, group), short)
        entry = ENTRIES[key]
        assert entry.low is not None
        assert entry.high is not None
        assert entry.low <= low <= value <= high <= entry.high, key
        assert low < high
    assert not {f"founder.{lever}" for lever in LEVERS} & set(box)
    known = {key for key in RATES if key in box}
    assert known == (set(RATES) if name == "classroom" else {"product.demand"})  # dated accidents
    scenario.with_values({key: low for key, (low, _) in box.items()})
    scenario.with_values({key: high for key, (_, high) in box.items()})


def test_a_memory_is_spread_by_what_it_forgets() -> None:
    """Near 1 a quarter of the value would make a memory of weeks one of days."""
    box = plausible(sim.load("classroom"))
    for key in ("conversation.climate_memory", "people.grievance_memory", "product.market_memory"):
        low, high = box[key]
        middle = ENTRIES[key].default
        assert (1.0 - low, 1.0 - high) == pytest.approx(
            (1.25 * (1.0 - middle), 0.75 * (1.0 - middle))
        )


def test_a_parameter_that_is_switched_off_stays_off() -> None:
    off = SCENARIO.without(["hitchhiking"])
    assert "newsroom.branching" in plausible(SCENARIO)
    assert "newsroom.branching" not in plausible(off)


def test_plans_meet_the_same_worlds(tmp_path: Path) -> None:
    idle = Plan(name="idle", changes={"founder.replies": SCENARIO.parameters.founder.replies})
    found = sim.compare(
        SCENARIO,
        idle,
        {"founder.exposure": 0.1},
        replicates=12,
        folder=tmp_path / "c",
        outcomes=["fan_share_end", "climate.mean[10:40]"],
    )
    assert found.plans == [NOTHING, "idle", "founder.exposure = 0.1"]
    assert found.worlds == 12
    runs = found.result.runs
    by_plan = {plan: rows.reset_index(drop=True) for plan, rows in runs.groupby("plan")}
    for rows in by_plan.values():
        assert rows["seed"].tolist() == by_plan[NOTHING]["seed"].tolist()
        assert rows["people.threshold"].tolist() == by_plan[NOTHING]["people.threshold"].tolist()
    assert by_plan["idle"]["digest"].tolist() == by_plan[NOTHING]["digest"].tolist()
    assert by_plan[NOTHING]["seed"].nunique() == 12
    for name in found.outcomes:
        nothing, same, other = found.verdicts[name]
        assert nothing.difference == same.difference == same.low == same.high == 0.0
        assert other.difference != 0.0
    assert sum(v.best for v in found.verdicts["fan_share_end"]) == pytest.approx(1.0)


def test_with_fixed_parameters_luck_alone_differs(tmp_path: Path) -> None:
    found = sim.compare(
        SCENARIO,
        {"founder.exposure": 0.1},
        replicates=9,
        fixed_parameters=True,
        folder=tmp_path / "c",
    )
    assert found.fixed
    assert found.result.sweep.points == [{}]
    assert found.worlds == 9
    assert found.result.runs["seed"].nunique() == 9


def test_what_a_plan_decides_is_not_drawn(tmp_path: Path) -> None:
    found = sim.compare(SCENARIO, {"product.strength": 0.9}, replicates=8, folder=tmp_path / "c")
    assert "product.strength" not in found.result.sweep.factors
    assert "people.threshold" in found.result.sweep.factors


def invoke(*words: str) -> tuple[int, str, str]:
    """Call the program; return exit code, standard output and standard error."""
    done = CliRunner().invoke(app, list(words))
    return done.exit_code, done.stdout, done.stderr


def test_the_command_prints_draws_and_tells_json(tmp_path: Path) -> None:
    plan = tmp_path / "step-back.toml"
    plan.write_text(
        'name = "step back"\n[founder]\nexposure = 0.1\n'
        '[[playbook]]\nwhen = "attention > 4"\nset = { stance = "silent" }\nfor_days = 10\n'
    )
    scenario = tmp_path / "small.toml"
    scenario.write_text('title = "Small"\n[run]\ndays = 40\n[crowd]\npeople = 100\n')
    words = (
        "compare",
        str(scenario),
        "--plan",
        str(plan),
        "--set",
        "founder.candour=0.9",
        "--replicates",
        "8",
        "--outcome",
        "fan_share_end",
        "--out",
        str(tmp_path / "out"),
    )
    code, told, _ = invoke(*words)
    assert code == 0
    assert "step back" in told
    assert "founder.candour = 0.9" in told
    assert (tmp_path / "out" / "figures" / "board-fan_share_end.svg").is_file()
    code, told, _ = invoke(*words, "--json")
    assert code == 0
    last = json.loads(told.splitlines()[-1])
    assert last["event"] == "done"
    plans = last["outcomes"]["fan_share_end"]["plans"]
    assert [p["plan"] for p in plans] == [NOTHING, "step back", "founder.candour = 0.9"]
    assert plans[0]["saved"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("classroom",), "--plan: none given"),
        (("classroom", "--set", "founder.candor=1"), "did you mean 'founder.candour'?"),
        (("classroom", "--set", "founder.candour=2"), "use a number from 0 to 1"),
        (
            ("classroom", "--set", "founder.candour=1", "--replicates", "3"),
            "'3' is invalid; use a whole",
        ),
        (("classroom", "--set", "founder.candour=1", "--outcome", "joy"), "no such outcome"),
        (("classroom", "--plan", "nowhere.toml"), "nowhere.toml: no such file"),
        (("classroom", "--set", "crowd.people=50"), "nobody decides that"),
        (("classroom", "--base", "crowd.people=x", "--set", "founder.image=1"), "--base: crowd"),
    ],
)
def test_bad_input_is_one_line(words: tuple[str, ...], told: str) -> None:
    code, _, error = invoke("compare", *words)
    assert code == 2
    assert told in error
    assert len(error.strip().splitlines()) == 1


def test_a_case_and_fixed_parameters_are_stamped_on_the_figure(tmp_path: Path) -> None:
    from sim.plots import board, style

    case = sim.load("xiaomi-su7").with_values({"crowd.people": 200, "run.days": 60})
    for fixed in (True, False):
        found = sim.compare(
            case,
            {"founder.candour": 0.9},
            replicates=8,
            fixed_parameters=fixed,
            outcomes=["voiced_sentiment_mean"],
            folder=tmp_path / f"c{fixed}",
        )
        with style.style():
            texts = [t.get_text() for t in board.board(found, "voiced_sentiment_mean").texts]
        assert any("HYPOTHETICAL" in text for text in texts)
        assert any("FIXED PARAMETERS" in text for text in texts) is fixed
        assert any("8 worlds" in text for text in texts)
