"""What was observed of the Xiaomi case, and how a run compares with it."""

from __future__ import annotations

import datetime as dt
import hashlib

import numpy as np
import pandas as pd
import pytest

import sim
from sim.evidence import xiaomi
from sim.scenario.scenario import Scenario
from tests.places import ROOT

# Of "date,firm,founder" by line, made from the file of daily titles that these data replaced.
TITLES_DIGEST = "055646ce65b677cd6e20f178b332bc57b1838c07888891e3dfa7a68eb565d12b"


@pytest.fixture(scope="module")
def case() -> Scenario:
    return sim.load("xiaomi-su7").with_values({"crowd.people": 1000})


def test_the_record_is_what_the_data_notes_say() -> None:
    seen = xiaomi.titles()
    assert (seen.dates[0], seen.dates[-1]) == (dt.date(2023, 10, 1), dt.date(2025, 6, 30))
    # Facts of the data notes: 2.09 titles a day before the silence, .43 in it.
    day = np.array(seen.dates)
    before = (day >= dt.date(2025, 2, 15)) & (day <= dt.date(2025, 3, 31))
    silence = (day >= dt.date(2025, 4, 3)) & (day <= dt.date(2025, 5, 9))
    assert seen.founder[before].mean() == pytest.approx(2.09, abs=0.15)
    assert seen.founder[silence].mean() == pytest.approx(0.43, abs=0.05)
    # The exposure of the case is his titles a day over its horizon.
    horizon = day >= dt.date(2023, 12, 28)
    assert seen.founder[horizon].mean() == pytest.approx(0.87, abs=0.005)


def test_the_derived_titles_are_the_ones_that_were_a_file_of_their_own() -> None:
    seen = xiaomi.titles()
    lines = [f"{d},{a},{b}" for d, a, b in zip(seen.dates, seen.firm, seen.founder, strict=True)]
    assert len(lines) == 639
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == TITLES_DIGEST


def test_the_observed_balance_fell_in_april_2025() -> None:
    seen = xiaomi.balance()
    month = dict(zip(seen.months, seen.balance, strict=True))
    assert month[dt.date(2025, 3, 1)] == pytest.approx(0.72, abs=0.01)
    assert month[dt.date(2025, 4, 1)] == pytest.approx(-0.09, abs=0.01)


def test_the_comparison_is_what_numpy_says(case: Scenario) -> None:
    run = sim.run(case)
    found = xiaomi.comparison(run)
    both = run.daily.join(
        pd.Series(
            xiaomi.titles().firm,
            index=np.array(xiaomi.titles().dates, dtype="datetime64[ns]"),
            name="titles",
        ),
        how="inner",
    )
    assert found["pearson"] == pytest.approx(both["attention"].corr(both["titles"]))
    assert found["spearman"] == pytest.approx(
        both["attention"].corr(both["titles"], method="spearman")
    )
    share = both["fan_share"]
    after = share["2025-04-01":].iloc[:60]
    assert found["fall_size"] == pytest.approx(max(0.0, 1 - after.min() / share["2025-03-31"]))


def test_only_the_xiaomi_case_can_be_compared(tiny: Scenario, case: Scenario) -> None:
    with pytest.raises(sim.TarpeiaError, match="only the Xiaomi case"):
        xiaomi.comparison(sim.run(tiny))
    with pytest.raises(sim.TarpeiaError, match="fewer than 30 days"):
        xiaomi.comparison(sim.run(case.with_values({"run.days": 20})))


def test_the_findings_page_holds_what_its_script_writes() -> None:
    text = (ROOT / "docs" / "findings.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| correlation of daily"))
    stated = float(row.split("|")[2].split("(")[0])
    case = sim.load("xiaomi-su7")
    measured = np.mean([xiaomi.comparison(sim.run(case, seed=s))["pearson"] for s in (1, 2, 3)])
    assert stated == pytest.approx(measured, abs=0.06)
