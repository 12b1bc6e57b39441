"""A finished run: its daily series, what they sum up to, and its folder of results."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim import files
from sim.errors import TarpeiaError
from sim.model import layout
from sim.runs.measures import measures
from sim.scenario.files import dumps, load
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
from sim.runs.folder import MANIFEST_FILE, SCENARIO_FILE, SERIES_FILE, check_writable
from sim.runs.provenance import stamp


@dataclass(frozen=True)
class DailyTable:
    """The daily series as columns by name, for those who need no pandas.

    Attributes
    ----------
    index : datetime64[D] (days,)
    series : float64 (days, columns)
    """

    index: NDArray[np.datetime64]
    series: NDArray[np.float64]

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Return one series, float64 (days,)."""
        return np.asarray(self.series[:, layout.SERIES_NAMES.index(name)])


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    scenario : Scenario
    series : float64 (days, columns)
        See ``layout.SERIES``.
    seconds : float
        Wall time of the days, without start-up.
    """

    scenario: Scenario
    series: NDArray[np.float64]
    seconds: float = 0.0

    @cached_property
    def daily(self) -> pd.DataFrame:
        """The daily series, indexed by date, one column a series."""
        import pandas as pd

        dates = pd.date_range(self.scenario.run.start, periods=len(self.series), name="date")
        return pd.DataFrame(self.series, index=dates, columns=list(layout.SERIES_NAMES))

    @property
    def table(self) -> DailyTable:
        """The daily series without pandas: ``index`` and columns by name."""
        first = np.datetime64(self.scenario.run.start, "D")
        return DailyTable(first + np.arange(len(self.series)), self.series)

    @property
    def last_day(self) -> dt.date:
        """The date of the last day."""
        return self.scenario.run.start + dt.timedelta(days=len(self.series) - 1)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over the bytes of the daily series, little-endian float64."""
        data = np.ascontiguousarray(self.series, dtype="<f8")
        return hashlib.sha256(data.tobytes()).hexdigest()

    @property
    def agent_days_per_second(self) -> float:
        """People simulated times days, a second of wall time."""
        people = self.scenario.effective.crowd.people
        return people * len(self.series) / self.seconds if self.seconds > 0 else 0.0

    @cached_property
    def summary(self) -> dict[str, float]:
        """What the run sums up to, by the names of ``summary.SUMMARY``."""
        return measures(self.series)

    def save(self, directory: Path, extra: Callable[[Path], object] | None = None) -> Path:
        """Write series, resolved scenario and manifest; all of them or nothing.

        Parameters
        ----------
        directory : Path
            Made, or replaced when it already holds results.
        extra : callable, optional
            Told the folder in the making; what it writes there (figures) belongs to the results.

        Raises
        ------
        TarpeiaError
            When it cannot be written, or holds something else.
        """
        check_writable(directory)
        with files.writing(directory), files.whole_folder(directory) as work:
            self._write(work)
            if extra is not None:
                extra(work)
        return directory

    def _write(self, work: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        def column(kind: Any, data: NDArray[Any]) -> Any:
            # From the bytes: given an array, pyarrow loads pandas to look whether it is one.
            return pa.Array.from_buffers(kind, len(data), [None, pa.py_buffer(data.tobytes())])

        first = np.datetime64(self.scenario.run.start, "D").astype(np.int32)
        days = np.arange(len(self.series), dtype=np.int32)
        columns = {"date": column(pa.date32(), first + days)}
        for k, name in enumerate(layout.SERIES_NAMES):
            columns[name] = column(pa.float64(), self.series[:, k])
        pq.write_table(pa.table(columns), work / SERIES_FILE)
        (work / SCENARIO_FILE).write_text(dumps(self.scenario), encoding="utf-8")
        (work / MANIFEST_FILE).write_text(
            json.dumps(self.manifest(), indent=2) + "\n", encoding="utf-8"
        )

    def manifest(self) -> dict[str, Any]:
        """Return what one must know to trust or repeat the run."""
        return {
            "title": self.scenario.title,
            "seed": self.scenario.run.seed,
            "people": self.scenario.effective.crowd.people,
            "days": len(self.series),
            "content_hash": self.scenario.content_hash,
            "digest": self.digest,
            "hypothetical": list(self.scenario.hypothetical),
            "summary": self.summary,
            "seconds": self.seconds,
            **stamp(),
        }


def load_run(directory: Path) -> Run:
    """Return the run stored in a folder of results.

    Raises
    ------
    TarpeiaError
        When a file is missing, damaged, or does not match the manifest's digest.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name in (SERIES_FILE, SCENARIO_FILE, MANIFEST_FILE):
        if not (directory / name).is_file():
            raise TarpeiaError(f"{directory}: no {name}; a folder of results has one")
    scenario = load(directory / SCENARIO_FILE)
    try:
        manifest = json.loads((directory / MANIFEST_FILE).read_text(encoding="utf-8"))
        table = pq.read_table(directory / SERIES_FILE)
        series = np.column_stack([table[name].to_numpy() for name in layout.SERIES_NAMES])
        run = Run(scenario, series.astype(np.float64), float(manifest["seconds"]))
        intact = manifest["digest"] == run.digest
        same = manifest["content_hash"] == scenario.content_hash
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise TarpeiaError(f"{directory}: damaged results ({error})") from None
    if not same:
        raise TarpeiaError(f"{directory / SCENARIO_FILE}: does not match its manifest; changed")
    if not intact:
        raise TarpeiaError(f"{directory / SERIES_FILE}: does not match its manifest; damaged")
    return run
