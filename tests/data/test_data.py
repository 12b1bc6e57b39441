"""The xiaomi data files: what they hold, and that faulty ones are refused with file and line."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.data import read
from sim.errors import TarpeiaError
from sim.evidence import xiaomi

END = dt.date(2025, 6, 30)
# Of "date,firm,founder" by line, made from the file of daily titles that these data replaced.
TITLES_DIGEST = "055646ce65b677cd6e20f178b332bc57b1838c07888891e3dfa7a68eb565d12b"


def test_the_derived_titles_are_the_ones_that_were_a_file_of_their_own() -> None:
    seen = xiaomi.titles()
    lines = [f"{d},{a},{b}" for d, a, b in zip(seen.dates, seen.firm, seen.founder, strict=True)]
    assert len(lines) == 639
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == TITLES_DIGEST


def test_no_file_goes_beyond_the_end_of_june_2025() -> None:
    last = [
        read.coverage().dates[-1],
        read.hotsearch()[-1].date,
        read.class_counts()[-1].date,
        max(event.date for event in read.case_events()),
        read.xiaomi_units()[-1].month,
        dt.date(read.tesla_deliveries()[-1].year, 12, 31),
        read.tesla_crashes()[-1].month,
    ]
    assert max(last) == END
    assert sorted(read.DATA.glob("*.csv")) == sorted(
        [
            read.COVERAGE_FILE,
            read.HOTSEARCH_FILE,
            read.CLASSES_FILE,
            read.EVENTS_FILE,
            read.UNITS_FILE,
            read.DELIVERIES_FILE,
            read.CRASHES_FILE,
        ]
    )


def test_every_file_and_column_is_described() -> None:
    text = (read.DATA / "README.md").read_text(encoding="utf-8")
    for path in read.DATA.glob("*.csv"):
        assert f"`{path.name}`" in text
        for column in path.read_text(encoding="utf-8").splitlines()[0].split(","):
            assert column in text


def test_days_without_record_are_missing_and_not_zero() -> None:
    series = read.daily("leijun")
    gap = series.between(dt.date(2021, 9, 24), dt.date(2021, 10, 27))
    assert not gap.recorded.any()
    assert len(gap.dates) == 34
    assert series.recorded.sum() == len(read.coverage().dates) == 1646
    assert series.titles.sum() == 588
    assert not series.titles[~series.recorded].any()
    with pytest.raises(ValueError, match="read-only"):
        series.titles[0] = 1


def test_a_period_outside_of_the_record_is_empty() -> None:
    series = read.daily("su7")
    assert series.between(dt.date(2010, 1, 1), dt.date(2010, 2, 1)).dates == ()
    assert len(series.between(dt.date.min, dt.date.max).dates) == len(series.dates)


def test_an_unknown_entity_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(TarpeiaError, match="no 'leijum', did you mean 'leijun'"):
        read.daily("leijum")


def test_sums_of_classes() -> None:
    rows = read.class_counts()
    good = sum(row.titles for row in rows if row.label == read.GOOD_CLASS)
    assert (good, sum(row.titles for row in rows) - good) == (914, 216)


COVERAGE = "date,day_total_titles,day_snapshots\n"
EVENTS = (
    "case,date,kind,valence,text,source,hs_excess_3d,visibility_rank_1to5,"
    "severity_judged_1to5,official_finding\n"
)
FAULTS: list[tuple[Callable[..., Any], str, str]] = [
    (read.coverage, COVERAGE, r"bad.csv:2: no row"),
    (read.coverage, "date,titles\n", r"bad.csv:1: not the columns date,day_total_titles"),
    (read.coverage, "", r"bad.csv:1: not the columns"),
    (read.coverage, COVERAGE + "2024-01-01,3\n", r"bad.csv:2: 2 cells, allowed are 3"),
    (read.coverage, COVERAGE + "2024-01-01,3,4\n2024-01-02,x,4\n",
     r"bad.csv:3: day_total_titles: 'x' is no count"),
    (read.coverage, COVERAGE + "2024-01-01,-3,4\n", r"bad.csv:2: .* '-3' is no count"),
    (read.coverage, COVERAGE + "2024-02-30,3,4\n", r"bad.csv:2: date: .* YYYY-MM-DD"),
    (read.coverage, COVERAGE + "20240230,3,4\n", r"bad.csv:2: date: '20240230' is no"),
    (read.coverage, COVERAGE + "2024-01-02,3,4\n2024-01-02,3,4\n",
     r"bad.csv:3: 2024-01-02 does not come after"),
    (read.coverage, COVERAGE + '2024-01-02,3,4\n"2024', r"bad.csv:3: no CSV text"),
    (read.hotsearch, "date,entity,n_titles,title_hours,best_rank\n2021-10-01,musk,1,1,3\n",
     r"bad.csv:2: date: 2021-10-01 is no day of hotsearch_coverage.csv"),
    (read.hotsearch, "date,entity,n_titles,title_hours,best_rank\n2022-10-01,musk,1,1,x\n",
     r"bad.csv:2: best_rank: 'x' is not allowed"),
    (read.class_counts, "date,class,n_titles,n_founder_named,n_top_ten\n"
     "2024-01-01,Z,1,0,0\n", r"bad.csv:2: class: 'Z' is unknown, allowed is one of A, C"),
    (read.class_counts, "date,class,n_titles,n_founder_named,n_top_ten\n"
     "2024-01-01,A,1,2,0\n", r"bad.csv:2: n_titles: 1 is less than a part of it"),
    (read.case_events, EVENTS + "a,2024-01-01,k,!,t,s,,,,\n",
     r"bad.csv:2: valence: '!' is unknown"),
    (read.case_events, EVENTS + "a,2024-01-01,k,-,t,s,nan,,,\n",
     r"bad.csv:2: hs_excess_3d: 'nan' is not allowed"),
    (read.xiaomi_units, "month,retail_units,source\n2024-13,1,seen\n",
     r"bad.csv:2: month: '2024-13' is no date, allowed is YYYY-MM"),
    (read.tesla_deliveries, "year,deliveries\n2013,1.5\n",
     r"bad.csv:2: deliveries: '1.5' is no count"),
    (read.tesla_crashes, "month,fatal_crashes,deaths\n2013-02,1,1\n2013-01,1,1\n",
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
        read.coverage(tmp_path / "none.csv")
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TarpeiaError, match=r"bad.csv:1: no CSV text in UTF-8"):
        read.coverage(tmp_path / "bad.csv")


def test_events_keep_what_was_not_measured_apart_from_zero() -> None:
    events = {(e.case, e.date, e.kind): e for e in read.case_events()}
    crash = events["xiaomi", dt.date(2025, 4, 5), "road accident"]
    quiet = events["xiaomi", dt.date(2025, 4, 17), "road accident"]
    assert crash.excess is None
    assert quiet.excess == 0.0
    assert np.isclose(events["xiaomi", dt.date(2024, 3, 28), "launch event"].excess or 0.0, 108.1)
