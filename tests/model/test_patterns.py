"""The calibrating patterns of docs/patterns.md, and the first testing patterns, as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.runs.falls import falls
from sim.runs.run import Run
from tests.places import ROOT

Series = Callable[[Any, str], np.ndarray]
SEEDS = range(1, 11)


@pytest.fixture(scope="module")
def four_years() -> list[Run]:
    """Ten seeds of the classroom: defaults, four years."""
    scenario = sim.load("classroom")
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda seed: sim.run(scenario, seed=seed), SEEDS))


def recovered_falls(share: np.ndarray) -> int:
    """Return how many falls were followed by a recovery to 5 % and a quarter above the low."""
    found = falls(share)
    count = len(found)
    if found:
        after = share[found[-1][1] :]
        low = np.minimum.accumulate(after)
        count -= not np.any((after >= 0.05) & (after >= 1.25 * low))
    return count


def test_two_falls_with_recovery_in_eight_of_ten_seeds(four_years: list[Run], of: Series) -> None:
    assert sum(recovered_falls(of(run, "fan_share")) >= 2 for run in four_years) >= 8


def test_headwind_after_a_fall_and_no_end_state_of_one_camp(
    four_years: list[Run], of: Series
) -> None:
    for run in four_years:
        found = falls(of(run, "fan_share"))
        if found:
            assert of(run, "climate")[found[0][1] :].min() < 0.0
        assert of(run, "fan_share")[-1] <= 0.9
        assert of(run, "anti_fan_share")[-1] <= 0.9


def test_a_shock_turns_a_few_per_cent_and_a_fall_takes_weeks(
    four_years: list[Run], of: Series
) -> None:
    lengths, largest = [], []
    for run in four_years:
        share = of(run, "fan_share")
        fans, turned = of(run, "fans"), of(run, "fan_to_black")
        before = np.concatenate([[0.0], fans[:-1]])
        largest.append((turned / np.maximum(before, 400)).max())
        for top, low in falls(share):
            high = [day for day in range(top, low) if share[day] >= 0.9 * share[top]]
            lengths.append(low - max(high))
    assert np.median(largest) <= 0.12
    assert np.median(lengths) >= 14


def test_hostility_fades_within_one_to_three_months(of: Series) -> None:
    # A camp of anti-fans without news or blame from others: its fading alone.
    scenario = sim.load("classroom").with_values(
        {
            "start.fans": 0.0,
            "start.anti_fans": 0.2,
            "start.hostility": 0.6,
            "run.days": 200,
            "people.recruitment": 0.0,
            "people.word_of_mouth": 0.0,
            "founder.participation": 0.0,
        }
    )
    run = sim.run(scenario)
    felt = of(run, "anti_fans") * of(run, "mean_hostility")
    half = int(np.argmax(felt <= felt[0] / 2))
    assert 15 <= half <= 60


def test_a_single_burst_halves_within_two_thirds_of_a_day_or_so(of: Series) -> None:
    bursts = []
    base = sim.load("classroom").with_values(
        {"crowd.people": 50, "run.days": 40, "founder.exposure": 0.0, "run.incidents": "dated"}
    )
    loud = base.events[0].model_copy(update={"excess": 300.0})
    for seed in range(20):
        run = sim.run(base.model_copy(update={"events": (loud,)}), seed=seed)
        bursts.append(of(run, "stories_good")[14:20])
    profile = np.mean(bursts, axis=0)
    profile = profile / profile[0]
    # Observed after the peak: 1, .34, .15, .13, .10.
    assert profile[1] == pytest.approx(0.34, abs=0.12)
    assert profile[2] == pytest.approx(0.15, abs=0.12)


def test_five_per_cent_write_four_fifths_of_what_is_read() -> None:
    scenario = sim.load("classroom").with_values(
        {"run.days": 400, "start.fans": 0.3, "start.passion": 0.5}
    )
    engine = Engine(allocate(scenario))
    world = engine.world
    spoken = np.zeros(world.people)
    for _ in range(scenario.run.days):
        engine.advance(1)
        spoken += world.crowd.voice != 0
    read = np.sort(spoken * np.diff(world.network.offsets))[::-1]
    share = read[: world.people // 20].sum() / read.sum()
    assert 0.7 <= share <= 0.9


def test_being_loved_pays_while_it_lasts(of: Series) -> None:
    """In the first year and before any fall, more exposure sells more."""
    base = sim.load("classroom").with_values({"run.days": 365})
    exposures = (0.2, 0.5, 0.8)
    runs = {
        x: [sim.run(base.with_values({"founder.exposure": x}), seed=seed) for seed in SEEDS]
        for x in exposures
    }
    sold = []
    for k in range(len(SEEDS)):
        ends = [f[0][0] for x in exposures if (f := falls(of(runs[x][k], "fan_share")))]
        days = min([365, *ends])
        sold.append([of(runs[x][k], "sales")[:days].sum() for x in exposures])
    low, middle, high = np.mean(sold, axis=0)
    assert low < middle < high


def test_the_launch_of_march_2024_raises_fans_and_attention() -> None:
    """Against the day before, and against the same world without the launch."""
    case = sim.load("xiaomi-su7").with_values({"run.days": 130})
    kept = tuple(event for event in case.events if str(event.date) != "2024-03-28")
    for seed in (1, 2, 3):
        daily = sim.run(case, seed=seed).daily
        without = sim.run(case.model_copy(update={"events": kept}), seed=seed).daily
        day = daily.loc["2024-03-28"]
        assert day["attention"] > 3 * daily["attention"]["2024-03-14":"2024-03-27"].max()
        # Three days on: before the coverage of the refund complaints of 03-31 is heard.
        assert daily["fans"]["2024-03-31"] > daily["fans"]["2024-03-27"]
        assert daily["fans"]["2024-03-31"] > without["fans"]["2024-03-31"]


def test_the_patterns_are_declared_once() -> None:

    text = (ROOT / "docs" / "patterns.md").read_text("utf-8")
    calibrating, testing = text.split("## Testing patterns")
    row = re.compile(r"^\| ([a-z0-9-]+) \|", re.MULTILINE)
    one, other = set(row.findall(calibrating)) - {"id"}, set(row.findall(testing)) - {"id"}
    assert len(one) == 8
    assert len(other) >= 10
    assert not one & other
