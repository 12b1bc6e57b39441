"""The observed data files: what they hold, and that faulty ones are refused with file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.data import cars, events, titles
from sim.data.checked_csv import DATA
from sim.errors import TarpeiaError

END = dt.date(2025, 6, 30)


def test_no_file_goes_beyond_the_end_of_june_2025() -> None:
    last = [
        titles.coverage().dates[-1],
        titles.hotsearch()[-1].date,
        titles.class_counts()[-1].date,
        max(event.date for event in events.case_events()),
        cars.xiaomi_units()[-1].month,
        dt.date(cars.tesla_deliveries()[-1].year, 12, 31),
        cars.tesla_crashes()[-1].month,
    ]
    assert max(last) == END
    assert sorted(DATA.glob("*.csv")) == sorted(
        [
            titles.COVERAGE_FILE,
            titles.HOTSEARCH_FILE,
            titles.CLASSES_FILE,
            events.EVENTS_FILE,
            cars.UNITS_FILE,
            cars.DELIVERIES_FILE,
            cars.CRASHES_FILE,
        ]
    )


def test_every_file_and_column_is_described() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for path in DATA.glob("*.csv"):
        assert f"`{path.name}`" in text
        for column in path.read_text(encoding="utf-8").splitlines()[0].split(","):
            assert column in text


def test_days_without_record_are_missing_and_not_zero() -> None:
    series = titles.daily("leijun")
    gap = series.between(dt.date(2021, 9, 24), dt.date(2021, 10, 27))
    assert not gap.recorded.any()
    assert len(gap.dates) == 34
    assert series.recorded.sum() == len(titles.coverage().dates) == 1646
    assert series.titles.sum() == 588
    assert not series.titles[~series.recorded].any()
    with pytest.raises(ValueError, match="read-only"):
        series.titles[0] = 1


def test_a_period_outside_of_the_record_is_empty() -> None:
    series = titles.daily("su7")
    assert series.between(dt.date(2010, 1, 1), dt.date(2010, 2, 1)).dates == ()
    assert len(series.between(dt.date.min, dt.date.max).dates) == len(series.dates)


def test_an_unknown_entity_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(TarpeiaError, match="no 'leijum', did you mean 'leijun'"):
        titles.daily("leijum")


def test_sums_of_classes() -> None:
    rows = titles.class_counts()
    good = sum(row.titles for row in rows if row.label == titles.GOOD_CLASS)
    assert (good, sum(row.titles for row in rows) - good) == (914, 216)


COVERAGE = "date,day_total_titles,day_snapshots\n"
EVENTS = (
    "case,date,kind,valence,text,source,hs_excess_3d,visibility_rank_1to5,"
    "severity_judged_1to5,official_finding\n"
)
FAULTS: list[tuple[Callable[..., Any], str, str]] = [
    (titles.coverage, COVERAGE, r"bad.csv:2: no row"),
    (titles.coverage, "date,titles\n", r"bad.csv:1: not the columns date,day_total_titles"),
    (titles.coverage, "", r"bad.csv:1: not the columns"),
    (titles.coverage, COVERAGE + "2024-01-01,3\n", r"bad.csv:2: 2 cells, allowed are 3"),
    (titles.coverage, COVERAGE + "2024-01-01,3,4\n2024-01-02,x,4\n",
     r"bad.csv:3: day_total_titles: 'x' is no count"),
    (titles.coverage, COVERAGE + "2024-01-01,-3,4\n", r"bad.csv:2: .* '-3' is no count"),
    (titles.coverage, COVERAGE + "2024-02-30,3,4\n", r"bad.csv:2: date: .* YYYY-MM-DD"),
    (titles.coverage, COVERAGE + "20240230,3,4\n", r"bad.csv:2: date: '20240230' is no"),
    (titles.coverage, COVERAGE + "2024-01-02,3,4\n2024-01-02,3,4\n",
     r"bad.csv:3: 2024-01-02 does not come after"),
    (titles.coverage, COVERAGE + '2024-01-02,3,4\n"2024', r"bad.csv:3: no CSV text"),
    (titles.hotsearch, "date,entity,n_titles,title_hours,best_rank\n2021-10-01,musk,1,1,3\n",
     r"bad.csv:2: date: 2021-10-01 is no day of hotsearch_coverage.csv"),
    (titles.hotsearch, "date,entity,n_titles,title_hours,best_rank\n2022-10-01,musk,1,1,x\n",
     r"bad.csv:2: best_rank: 'x' is not allowed"),
    (titles.class_counts, "date,class,n_titles,n_founder_named,n_top_ten\n"
     "2024-01-01,Z,1,0,0\n", r"bad.csv:2: class: 'Z' is unknown, allowed is one of A, C"),
    (titles.class_counts, "date,class,n_titles,n_founder_named,n_top_ten\n"
     "2024-01-01,A,1,2,0\n", r"bad.csv:2: n_titles: 1 is less than a part of it"),
    (events.case_events, EVENTS + "a,2024-01-01,k,!,t,s,,,,\n",
     r"bad.csv:2: valence: '!' is unknown"),
    (events.case_events, EVENTS + "a,2024-01-01,k,-,t,s,nan,,,\n",
     r"bad.csv:2: hs_excess_3d: 'nan' is not allowed"),
    (cars.xiaomi_units, "month,retail_units,source\n2024-13,1,seen\n",
     r"bad.csv:2: month: '2024-13' is no date, allowed is YYYY-MM"),
    (cars.tesla_deliveries, "year,deliveries\n2013,1.5\n",
     r"bad.csv:2: deliveries: '1.5' is no count"),
    (cars.tesla_crashes, "month,fatal_crashes,deaths\n2013-02,1,1\n2013-01,1,1\n",
     r"bad.csv:3: 2013-01 does not come after"),
]  # fmt: skip


@pytest.mark.parametrize(("load", "text", "message"), FAULTS)
def test_faulty_files_are_refused_with_file_and_line(
    load: Callable[..., Any], text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TarpeiaError, match=message):
        load(path)


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TarpeiaError, match=r"none.csv: cannot be read"):
        titles.coverage(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TarpeiaError, match=r"bad.csv:1: no CSV text in UTF-8"):
        titles.coverage(tmp_path / "bad.csv")


def test_events_keep_what_was_not_measured_apart_from_zero() -> None:
    dated = {(e.case, e.date, e.kind): e for e in events.case_events()}
    crash = dated["xiaomi", dt.date(2025, 4, 5), "road accident"]
    quiet = dated["xiaomi", dt.date(2025, 4, 17), "road accident"]
    assert crash.excess is None
    assert quiet.excess == 0.0
    assert np.isclose(dated["xiaomi", dt.date(2024, 3, 28), "launch event"].excess or 0.0, 108.1)
