"""A finished run: its daily series, what they sum up to, and its folder of results."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim import layout
from sim.errors import TarpeiaError
from sim.falls import falls
from sim.scenario import Scenario
from sim.scenario_files import dumps, load

if TYPE_CHECKING:
    import pandas as pd

SERIES_FILE: Final = "daily.parquet"
SCENARIO_FILE: Final = "scenario.toml"
MANIFEST_FILE: Final = "manifest.json"
ROOM_NEEDED: Final = 20_000_000
SUMMARY_NAMES: Final = (
    "fan_share_end", "fan_share_peak", "anti_fan_share_end", "anti_fan_share_peak", "falls",
    "fan_to_black", "largest_day_of_turning", "climate_mean", "climate_lowest",
    "voiced_sentiment_mean", "attention_peak", "stories_good", "stories_bad", "accidents",
    "accidents_public", "disputes", "disputes_public", "units_sold", "fleet_end", "coupling_end",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
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
    def table(self) -> Table:
        """The daily series without pandas: ``index`` and columns by name."""
        first = np.datetime64(self.scenario.run.start, "D")
        return Table(first + np.arange(len(self.series)), self.series)

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
        """What a reader asks first; shares of the crowd, units, days from the first."""
        column = layout.SERIES_NAMES.index
        s = self.series

        def of(name: str) -> NDArray[np.float64]:
            return np.asarray(s[:, column(name)])

        turned, fans = of("fan_to_black"), of("fans")
        before = np.concatenate([[0.0], fans[:-1]])
        shock = np.divide(turned, before, out=np.zeros_like(turned), where=before >= 50)
        return {
            "fan_share_end": float(of("fan_share")[-1]),
            "fan_share_peak": float(of("fan_share").max()),
            "anti_fan_share_end": float(of("anti_fan_share")[-1]),
            "anti_fan_share_peak": float(of("anti_fan_share").max()),
            "falls": float(len(falls(of("fan_share")))),
            "fan_to_black": float(turned.sum()),
            "largest_day_of_turning": float(shock.max()),
            "climate_mean": float(of("climate").mean()),
            "climate_lowest": float(of("climate").min()),
            "voiced_sentiment_mean": float(of("voiced_sentiment").mean()),
            "attention_peak": float(of("attention").max()),
            "stories_good": float(of("stories_good").sum()),
            "stories_bad": float(of("stories_bad").sum()),
            "accidents": float(of("accidents").sum()),
            "accidents_public": float(of("accidents_public").sum()),
            "disputes": float(of("disputes").sum()),
            "disputes_public": float(of("disputes_public").sum()),
            "units_sold": float(of("sales").sum()),
            "fleet_end": float(of("fleet")[-1]),
            "coupling_end": float(of("coupling")[-1]),
        }

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
        final = directory.resolve()
        work = final.parent / f".tarpeia-{secrets.token_hex(8)}"
        old = work.with_name(work.name + "-old")
        try:
            work.mkdir()
            self._write(work)
            if extra is not None:
                extra(work)
            if final.exists():
                final.rename(old)
            work.rename(final)
        except OSError as error:
            raise TarpeiaError(
                f"{directory}: cannot be written ({error.strerror or error}); "
                "choose another with --out"
            ) from None
        finally:
            if old.exists() and not final.exists():  # cut short between the two renamings
                old.rename(final)
            shutil.rmtree(work, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
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
            "written": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "seed": self.scenario.run.seed,
            "people": self.scenario.effective.crowd.people,
            "days": len(self.series),
            "content_hash": self.scenario.content_hash,
            "digest": self.digest,
            "hypothetical": list(self.scenario.hypothetical),
            "summary": self.summary,
            "seconds": self.seconds,
            "versions": versions(),
            "platform": platform.platform(),
            "git": git_state(),
        }


def versions() -> dict[str, str]:
    """Return the versions of what computes the result."""
    found = {"python": sys.version.split()[0]}
    for name in ("tarpeia", "numpy", "numba", "llvmlite"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "from the source tree"
    return found


def git_state() -> str:
    """Return the commit of the source tree, ``+changes`` when it is changed, '' without git."""
    here = Path(__file__).resolve().parent.parent
    if not (here / ".git").exists() or shutil.which("git") is None:
        return ""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(here), *words],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "HEAD")
    return commit + ("+changes" if commit and git("status", "--porcelain", "-uno") else "")


def _is_result(path: Path) -> bool:
    """Tell whether a file may be replaced by new results: one of ours, or a figure."""
    ours = (SERIES_FILE, SCENARIO_FILE, MANIFEST_FILE, ".DS_Store")
    return path.is_file() and (path.name in ours or path.suffix in (".png", ".svg"))


def check_writable(directory: Path) -> None:
    """Check, before a run, that its results can be written.

    Raises
    ------
    TarpeiaError
        When the place is no folder for results, is not writable, or the disk is nearly full.
    """
    if directory.exists():
        if not directory.is_dir():
            raise TarpeiaError(f"{directory}: is a file; --out is a folder for results")
        inside = list(directory.iterdir())
        strange = sorted(path.name for path in inside if not _is_result(path))
        if strange or (inside and not (directory / MANIFEST_FILE).is_file()):
            what = strange[0] if strange else inside[0].name
            raise TarpeiaError(
                f"{directory}: holds something that is no result ({what}); "
                "--out is a new folder or one of results"
            )
    check_room(directory)


def check_room(directory: Path) -> None:
    """Check that a folder can be made, or is there, and that the disk is not nearly full.

    Raises
    ------
    TarpeiaError
        Naming the folder and the way out.
    """
    try:
        parent = directory.resolve().parent
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=parent, prefix=".tarpeia-"):
            pass
        free = shutil.disk_usage(parent).free
    except OSError as error:
        raise TarpeiaError(
            f"{directory}: cannot be written ({error.strerror}); choose another with --out"
        ) from None
    if free < ROOM_NEEDED:
        raise TarpeiaError(
            f"{directory}: the disk has {free / 1e6:.0f} MB left, results need "
            f"{ROOM_NEEDED / 1e6:.0f}; make room or choose another with --out"
        )


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


def default_directory(scenario: Scenario, name: str) -> Path:
    """Return ``results/<name>-seed<seed>-<hash>`` below the working folder."""
    return Path("results") / f"{name}-seed{scenario.run.seed}-{scenario.content_hash[:8]}"


def name_of(path: str | os.PathLike[str]) -> str:
    """Return the short name of a scenario file."""
    return Path(path).stem
