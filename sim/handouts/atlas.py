"""An atlas: many worlds in one HTML file, for those who have neither server nor network.

Two sliders (exposure and candour), one choice (the answer to trouble) and a few lucks; each of the
worlds is run as ``tarpeia run`` would, and its weekly values are in the file to four digits.
"""

from __future__ import annotations

import base64
import html
import itertools
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.threads import cores
from sim.errors import TarpeiaError
from sim.model import layout
from sim.runs.course import invented
from sim.runs.networks import NETWORKS
from sim.runs.simulate import run
from sim.scenario.scenario import Scenario
from sim.version import __version__

PEOPLE: Final = 2_000
WEEK: Final = 7
MOST_BYTES: Final = 15_000_000
# Values are kept as whole numbers of a ten-thousandth above a lowest value.
SCALE: Final = 10_000


class AtlasSeries(NamedTuple):
    """A series of the atlas: its column, its lowest value, and how it is called."""

    column: int
    low: float
    text: str


SERIES: Final = (
    AtlasSeries(layout.S_FAN_SHARE, 0.0, "fans, share of the crowd"),
    AtlasSeries(layout.S_ANTI_FAN_SHARE, 0.0, "anti-fans, share of the crowd"),
    AtlasSeries(layout.S_CLIMATE, -1.0, "climate of opinion, -1 to 1"),
)


class Atlas(NamedTuple):
    """What is in an atlas.

    Attributes
    ----------
    scenario : Scenario
    exposures, candours : list of float
    stances : list of str
    seeds : list of int
    values : uint16 (exposures, candours, stances, seeds, series, weeks)
    """

    scenario: Scenario
    exposures: list[float]
    candours: list[float]
    stances: list[str]
    seeds: list[int]
    values: NDArray[np.uint16]


def packed(series: NDArray[np.float64]) -> NDArray[np.uint16]:
    """Return the weekly values of a run as the atlas keeps them, uint16 (series, weeks).

    Parameters
    ----------
    series : float64 (days, columns)
        The daily series; of each week the last day is kept.
    """
    weekly = series[WEEK - 1 :: WEEK]
    rows = [np.rint(SCALE * (weekly[:, one.column] - one.low)) for one in SERIES]
    return np.array(rows).clip(0, 65_535).astype(np.uint16)


def atlas_world(
    scenario: Scenario, exposure: float, candour: float, stance: str, seed: int
) -> Scenario:
    """Return one world of an atlas, as ``tarpeia run --set`` would make it."""
    return scenario.with_values(
        {
            "founder.exposure": exposure,
            "founder.candour": candour,
            "founder.stance": stance,
            "run.seed": seed,
        }
    )


def atlas(
    scenario: Scenario,
    steps: int = 11,
    lucks: int = 5,
    progress: Callable[[int], None] = lambda done: None,
) -> Atlas:
    """Run the worlds of an atlas.

    Parameters
    ----------
    scenario : Scenario
        Its crowd is kept to 2,000 people, and is the same in all worlds.
    steps : int
        Positions of each slider, from 0 to 1.
    lucks : int
        Seeds, from the scenario's own on.
    progress : callable
        Told how many worlds are done.

    Raises
    ------
    TarpeiaError
        If the file would pass 15 MB.
    """
    # A named case becomes an invented firm: none of these worlds happened.
    scenario = invented(scenario).with_values(
        {
            "crowd.people": min(PEOPLE, scenario.effective.crowd.people),
            "run.crowd_seed": scenario.crowd_seed,
        }
    )
    positions = [round(float(value), 4) for value in np.linspace(0.0, 1.0, steps)]
    stances = list(layout.STANCES)
    seeds = [scenario.run.seed + k for k in range(lucks)]
    weeks = scenario.run.days // WEEK
    shape = (steps, steps, len(stances), lucks, len(SERIES), weeks)
    size = 2 * int(np.prod(shape)) * 4 / 3
    if size > 0.95 * MOST_BYTES:
        raise TarpeiaError(
            f"atlas: {size / 1e6:.0f} MB, allowed are {MOST_BYTES // 1_000_000}: fewer --steps, "
            "--lucks or days"
        )
    values = np.zeros(shape, dtype=np.uint16)
    network = NETWORKS.of(scenario)
    places = list(itertools.product(*(range(n) for n in shape[:4])))

    def one(place: tuple[int, ...]) -> None:
        e, c, s, k = place
        world = atlas_world(scenario, positions[e], positions[c], stances[s], seeds[k])
        values[place] = packed(run(world, network=network).series)

    with ThreadPoolExecutor(cores()) as pool:
        for done, _ in enumerate(pool.map(one, places), start=1):
            progress(done)
    return Atlas(scenario, positions, positions, stances, seeds, values)


def atlas_html(found: Atlas, name: str = "classroom") -> str:
    """Return an atlas as one HTML document, which asks for nothing else.

    Parameters
    ----------
    found : Atlas
    name : str
        What the scenario is called on the command line.
    """
    scenario = found.scenario
    fields: dict[str, Any] = {
        "name": name,
        "crowd_seed": scenario.crowd_seed,
        "title": scenario.title,
        "hypothetical": list(scenario.hypothetical),
        "start": scenario.run.start.isoformat(),
        "people": scenario.effective.crowd.people,
        "exposures": found.exposures,
        "candours": found.candours,
        "stances": found.stances,
        "seeds": found.seeds,
        "own": [
            scenario.parameters.founder.exposure,
            scenario.parameters.founder.candour,
            scenario.parameters.founder.stance,
        ],
        "series": [{"text": one.text, "low": one.low} for one in SERIES],
        "scale": SCALE,
        "week": WEEK,
        "weeks": found.values.shape[-1],
        "version": __version__,
        "values": base64.b64encode(found.values.astype("<u2").tobytes()).decode("ascii"),
    }
    # "<" in a text must not end the script.
    data = json.dumps(fields).replace("<", "\\u003c")
    page = (resources.files("sim.handouts") / "atlas.html").read_text(encoding="utf-8")
    return page.replace("TITLE_HERE", html.escape(scenario.title)).replace('"DATA_HERE"', data)
