"""A sweep that was kept, read again: tables of runs and of daily series, in one order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.experiments.parts import part_files, verify
from sim.experiments.specification import Sweep
from sim.experiments.sweep_files import load_resolved
from sim.experiments.sweep_folder import RUNS, SERIES, SWEEP_FILE

if TYPE_CHECKING:
    import pandas as pd

ORDER: Final = ("plan", "point", "replicate")
# Columns that may differ from one time to the next.
NOT_COMPARED: Final = ("seconds", "host")


@dataclass(frozen=True)
class SweepResult:
    """What a folder of a sweep holds.

    Attributes
    ----------
    folder : Path
    sweep : Sweep
    """

    folder: Path
    sweep: Sweep

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: point, plan, replicate, seeds, factors, outcomes, digest, error, seconds."""
        found: pd.DataFrame = _table(self.folder / RUNS)
        return found.sort_values(list(ORDER), ignore_index=True)

    @cached_property
    def series(self) -> pd.DataFrame:
        """A row a run and kept day, ``day`` counted from 0."""
        found: pd.DataFrame = _table(self.folder / SERIES)
        return found.sort_values([*ORDER, "day"], ignore_index=True) if len(found) else found

    @property
    def compared(self) -> pd.DataFrame:
        """The runs without what may differ from one time to the next: seconds and hosts."""
        return self.runs.drop(columns=list(NOT_COMPARED))

    @property
    def failed(self) -> pd.DataFrame:
        """The runs that ended with an error."""
        return self.runs[self.runs["error"] != ""]

    def values(self, outcome: str, plan: str = "") -> NDArray[np.float64]:
        """Return an outcome as float64 (points, replicates), nan where there is no run.

        Raises
        ------
        TarpeiaError
            When the sweep has no such outcome.
        """
        if outcome not in {one.name for one in self.sweep.outcomes}:
            raise TarpeiaError(f"{outcome}: not among the outcomes of this sweep")
        rows = self.runs[self.runs["plan"] == plan]
        there = int(rows["replicate"].max()) + 1 if len(rows) else 0
        shape = len(self.sweep.points), max(self.sweep.most_replicates, there)
        found = np.full(shape, np.nan)
        found[rows["point"].to_numpy(), rows["replicate"].to_numpy()] = rows[outcome].to_numpy()
        return found


def _table(folder: Path) -> Any:
    """Return the parts of a folder as one frame."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = [pq.read_table(path) for path in sorted(folder.glob("part-*.parquet"))]
    if not parts:
        return pd.DataFrame()
    tables = [part.replace_schema_metadata(None) for part in parts]
    return pa.concat_tables(tables, promote_options="permissive").to_pandas()


def read(folder: str | Path) -> SweepResult:
    """Return the sweep in a folder, its parts checked.

    Raises
    ------
    TarpeiaError
        When it is none, or a part is torn.
    """
    place = Path(folder)
    if not (place / SWEEP_FILE).is_file() or not (place / RUNS).is_dir():
        raise TarpeiaError(f"{folder}: no sweep; a folder of a sweep holds {SWEEP_FILE} and {RUNS}")
    for path in (*part_files(place), *sorted((place / SERIES).glob("part-*"))):
        verify(path)
    return SweepResult(place, load_resolved(place / SWEEP_FILE, place.name))
