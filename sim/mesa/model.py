"""The model as a ``mesa.Model``: a facade over the same engine, a day a step.

    model = ReputationModel(people=2000, exposure=0.8, rng=1)
    model.step()
    model.founder.coupling, model.person(0).role, model.series

Founder and outlets are Mesa agents that read the engine's arrays; people are light views. Mesa
adds no luck: ``model.random`` and ``model.rng`` are there for users and are never drawn from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import mesa

from sim.engine.engine import Engine
from sim.engine.world import World, allocate
from sim.errors import TarpeiaError
from sim.mesa.agents import FounderAgent, OutletAgent, People, PersonView
from sim.mesa.collector import collector
from sim.mesa.keywords import Luck, changes_of, names_of, number_of, run_seed
from sim.mesa.quiet_scenario import QuietScenario
from sim.model import layout
from sim.network.network import Network
from sim.runs.run import Run
from sim.scenario.files import DEFAULT, load, shipped
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


class ReputationModel(mesa.Model):  # type: ignore[misc]
    """The model, one day a step, until the scenario's last day.

    Parameters
    ----------
    scenario : Scenario, str or Path, optional
        A scenario, its file or its name; the classroom case when not given.
    rng : int, str, sequence of int, SeedSequence, Generator or BitGenerator, optional
        Luck, see ``run_seed``; the scenario's seed when not given.
    days : int, optional
        Days to run.
    incidents : {"both", "dated", "random"}, optional
    without : str or iterable of str
        Mechanisms switched off: names, or one text with commas.
    threads : int
        Threads that share the people; the series do not depend on it.
    network : Network, optional
        A network to share between models; built from the scenario when not given.
    collect_agents : bool
        Whether the collector also notes founder and outlets each day (about 3 kB).
    **kwargs
        Any parameter by its name without the group, as in ``exposure=0.8``, and the starting
        state, as in ``start_fans=0.1``. None leaves what the scenario says. ``seed`` is another
        name for ``rng``.

    Attributes
    ----------
    founder : FounderAgent
    outlets : tuple of OutletAgent
    people : People
        The crowd, a sequence of ``PersonView``.
    datacollector : mesa.DataCollector
        Model reporters are the daily series by name, collected after each day. In the rows of
        ``mesa.batch_run`` a series therefore stands in the place of a parameter of the same name
        (the levers and ``strength``): its value on that day.
    today : list of float
        The latest day's series, in the order of ``layout.SERIES``; zeros before the first.

    Raises
    ------
    TarpeiaError
        For an unknown keyword, a value out of bounds, a scenario that cannot be read, or the
        classroom case missing from the installation.

    Notes
    -----
    Mesa 3.5's ``batch_run`` sets ``rng`` in each run (to None if not told otherwise), so several
    lucks are ``batch_run(..., rng=[1, 2])`` there, or ``parameters={"seed": [1, 2]}`` everywhere.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path | None = None,
        rng: Luck | None = None,
        *,
        days: int | None = None,
        incidents: str | None = None,
        without: str | Iterable[str] | None = (),
        threads: int = 1,
        network: Network | None = None,
        collect_agents: bool = True,
        **kwargs: Any,
    ) -> None:
        luck, other = run_seed(rng), run_seed(kwargs.pop("seed", None), "seed")
        if luck is not None and other is not None:
            raise TarpeiaError("seed: rng is given too; allowed is one of both")
        settings = {
            "run.seed": other if luck is None else luck,
            "run.days": number_of(days, "int"),
            "run.incidents": incidents,
        }
        changes = {name: value for name, value in settings.items() if value is not None}
        if not isinstance(scenario, Scenario):
            scenario = _scenario(scenario)
        scenario = scenario.with_values({**changes, **changes_of(kwargs)})
        if names := names_of(without):
            scenario = scenario.without(names)
        engine = Engine(allocate(scenario, network), threads)
        self._engine: Engine | None = None
        super().__init__(rng=scenario.run.seed)
        if getattr(self, "_seed", 0) is None:
            self._seed = scenario.run.seed  # Mesa 3.3 notes it only when it is called seed
        self._agents_made = 0
        self._told = QuietScenario.of(scenario)
        self._engine = engine
        self.founder = FounderAgent(self)
        self.outlets = tuple(
            OutletAgent(self, index) for index in range(len(self.world.outlets.reach))
        )
        self.people = People(self)
        self.today = [0.0] * len(layout.SERIES)
        self.datacollector = collector(collect_agents)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def step(self) -> None:
        """Run one day; nothing after the last, nor when the model is closed."""
        if self._engine is None or self.day >= self.days:
            return
        self._engine.advance(1)
        self.today = self.world.series[self.day - 1].tolist()
        self.datacollector.collect(self)
        if self.day >= self.days:
            self.running = False

    def person(self, index: int) -> PersonView:
        """Return a view of one person; the last is also -1.

        Raises
        ------
        IndexError
            When there is no such person.
        """
        return self.people[index]

    def close(self) -> None:
        """Release everything: arrays, agents, what was collected. Again does nothing.

        Models that are simply dropped leave nothing behind either, but their arrays wait for
        Python's garbage collector.
        """
        self.running = False
        if self._engine is None:
            return
        self.remove_all_agents()
        self._forget()
        self._engine = None
        self.outlets = ()
        self.today = []
        del self.datacollector

    def register_agent(self, agent: Any) -> None:
        """Register an agent: called by Mesa when one is made."""
        super().register_agent(agent)
        if self._forget():
            self._agents_made += 1
            agent.unique_id = self._agents_made

    def _forget(self) -> bool:
        """Leave Mesa 3.3's table of counters, which keeps models alive; tell whether it exists."""
        counters = getattr(mesa.Agent, "_ids", None)
        if counters is None:
            return False
        counters.pop(self, None)
        return True

    @property
    def world(self) -> World:
        """The state of the run, to be read and not to be written.

        Raises
        ------
        TarpeiaError
            When the model is closed.
        """
        if self._engine is None:
            raise TarpeiaError("model: closed; make another one")
        return self._engine.world

    @property
    def scenario(self) -> Scenario:
        """The scenario as it is run: equal to the same ``Scenario``, but false in a condition."""
        return self._told

    @scenario.setter
    def scenario(self, value: Any) -> None:
        # Mesa sets its own when the model is made; there is no use for it.
        if self._engine is not None:
            raise AttributeError("a model's scenario cannot be changed; make another model")

    @property
    def day(self) -> int:
        """Days that have been run."""
        return 0 if self._engine is None else self._engine.day

    @property
    def days(self) -> int:
        """Days of the scenario."""
        return self._told.run.days

    @property
    def date(self) -> dt.date:
        """The latest day that was run; the first one before it is."""
        return self._told.run.start + dt.timedelta(days=max(self.day - 1, 0))

    @property
    def series(self) -> pd.DataFrame:
        """The daily series so far, indexed by date; a copy, equal to the headless run's."""
        return Run(self._told, self.world.series[: self.day].copy()).daily


def _scenario(name: str | Path | None) -> Scenario:
    """Return the scenario of a name or file, or the classroom case that comes with the program."""
    if name is None:
        there = shipped()
        if DEFAULT not in there:
            raise TarpeiaError(
                f"scenario: {DEFAULT}.toml is missing from this installation of tarpeia; install "
                "it again, or say which scenario to run"
            )
        return load(there[DEFAULT])
    if isinstance(name, str | Path):
        return load(name)
    raise TarpeiaError(
        f"scenario: {type(name).__name__} is invalid; use a Scenario, a file or a name"
    )
