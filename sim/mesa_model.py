"""The model as a ``mesa.Model``: a facade over the same engine, a day a step.

    model = ReputationModel(people=2000, exposure=0.8, rng=1)
    model.step()
    model.founder.coupling, model.person(0).role, model.series

Founder and outlets are Mesa agents that read the engine's arrays; people are light views. Mesa
adds no luck: ``model.random`` and ``model.rng`` are there for users and are never drawn from here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, overload

import mesa
import numpy as np
from numpy.typing import NDArray

from sim import layout
from sim.engine import Engine
from sim.errors import TarpeiaError, nearest
from sim.network import Network
from sim.parameters import ENTRIES, FLAT
from sim.record import Run
from sim.scenario import Scenario
from sim.scenario_files import DEFAULT, load, shipped
from sim.start import START_ENTRIES
from sim.world import World, allocate

if TYPE_CHECKING:
    import pandas as pd

MOST_SEED: Final = 2**63 - 1
_OWN: Final = (
    "scenario", "rng", "seed", "days", "incidents", "without", "threads", "network",
    "collect_agents",
)  # fmt: skip
# What the collector asks every agent for, and what it notes where an agent has no such thing.
_AGENT_COLUMNS: Final[Mapping[str, tuple[str, Any]]] = {
    "name": ("name", ""),
    "founder_exposure": ("exposure", nan),
    "founder_stance": ("stance", ""),
    "founder_coupling": ("coupling", nan),
    "reach": ("reach", nan),
    "slant": ("slant", nan),
    "appetite": ("appetite", nan),
}

Luck = (
    int | str | np.integer[Any] | Sequence[int]
    | np.random.SeedSequence | np.random.Generator | np.random.BitGenerator
)  # fmt: skip


def run_seed(rng: Any, keyword: str = "rng") -> int | None:
    """Return the run seed that some form of luck stands for; None and '' stand for none.

    Whole numbers, also as text, are taken as they are. A Generator gives one draw (and moves on),
    a BitGenerator likewise; a SeedSequence, or a sequence of whole numbers, gives its first word
    and stays as it is.

    Raises
    ------
    TarpeiaError
        For anything else, or a number that is no run seed.
    """
    given = rng
    if isinstance(rng, str):
        rng = rng.strip() or None
        if rng is not None and re.fullmatch(r"[0-9]{1,30}", rng):
            rng = int(rng)
    if rng is None:
        return None
    if isinstance(rng, np.random.BitGenerator):
        rng = np.random.Generator(rng)
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(MOST_SEED, endpoint=True))
    if isinstance(rng, list | tuple) and rng and all(_is_whole(word) for word in rng):
        rng = np.random.SeedSequence([int(word) for word in rng])
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint64)[0] >> np.uint64(1))
    if _is_whole(rng) and rng <= MOST_SEED:
        return int(rng)
    raise TarpeiaError(
        f"{keyword}: {given!r} is not allowed, allowed is a whole number from 0 to {MOST_SEED} "
        "(also as text), or a Generator, BitGenerator or SeedSequence of numpy"
    )


def _is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number, 0 or more, in whatever type."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if isinstance(value, float | np.floating):
        whole = float(value).is_integer()
    return whole and value >= 0


def _number(value: Any, kind: str) -> Any:
    """Return a value as sliders and numpy give it in the type that the parameter has."""
    if isinstance(value, np.generic):
        value = value.item()
    if kind == "int" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _changes(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return flat keywords as ``group.name`` to value; None leaves the scenario's value."""
    known = {**FLAT, **{name.replace(".", "_"): name for name in START_ENTRIES}}
    entries = {**ENTRIES, **START_ENTRIES}
    unknown = [name for name in flat if name not in known]
    if unknown:
        allowed = [*_OWN, *known]
        raise TarpeiaError(
            *(f"{name}: no such keyword, {nearest(name, allowed)}" for name in unknown)
        )
    return {
        known[name]: _number(value, entries[known[name]].kind)
        for name, value in flat.items()
        if value is not None
    }


def _names(without: Any) -> tuple[str, ...]:
    """Return names of mechanisms from an iterable, comma text or None."""
    if without is None:
        return ()
    if isinstance(without, str):
        return tuple(name.strip() for name in without.split(",") if name.strip())
    if not isinstance(without, Iterable):
        raise TarpeiaError(
            f"without: {without!r} is not allowed, allowed are names of mechanisms, as in "
            "'shield, hitchhiking'"
        )
    names = sorted(without) if isinstance(without, set | frozenset) else without
    return tuple(str(name) for name in names)


def _read(name: str, missing: Any, agent: mesa.Agent) -> Any:
    return getattr(agent, name, missing)


def _of_today(column: int, model: ReputationModel) -> float:
    return model.today[column]


class _Collector(mesa.DataCollector):  # type: ignore[misc]
    """A DataCollector whose agents Mesa 3.3's ``batch_run`` finds on the right day.

    It looks them up under the row's number, 0 for the first day, where ``collect`` has filed them
    under the number of steps done, 1. Later versions keep a list of what was filed when.
    """

    def collect(self, model: Any) -> None:
        """Collect the day that was just run."""
        super().collect(model)
        if self._agent_records and not hasattr(self, "_collection_steps"):
            self._agent_records[model.day - 1] = self._agent_records.popitem()[1]


class _QuietScenario(Scenario):
    """A model's scenario, equal to the same ``Scenario`` but false where a condition asks it.

    From 3.5 on Mesa keeps an object of its own as ``model.scenario``, and its page calls the model
    anew with another one of the same class unless what it finds is false.
    """

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and _fields(self) == _fields(other)

    def __hash__(self) -> int:
        return hash(self.content_hash)


def _fields(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in Scenario.model_fields}


def _lever(index: int) -> Any:
    """Make a property that reads one of the founder's levers."""
    name = layout.LEVERS[index]

    def read(self: FounderAgent) -> float:
        return self.lever(index)

    return property(read, doc=f"{name.capitalize()}: {ENTRIES[f'founder.{name}'].meaning}.")


class FounderAgent(mesa.Agent):  # type: ignore[misc]
    """The founder: today's levers, and how far the firm is its founder.

    Before the first step the levers stand as the parameters say; dated events and the playbook
    move them from the first day on.
    """

    name = "founder"
    exposure = _lever(layout.EXPOSURE)
    candour = _lever(layout.CANDOUR)
    image = _lever(layout.IMAGE)
    warmth = _lever(layout.WARMTH)
    distance = _lever(layout.DISTANCE)
    participation = _lever(layout.PARTICIPATION)
    replies = _lever(layout.REPLIES)

    def lever(self, index: int) -> float:
        """Return a lever by its number in ``layout.LEVERS``; a stance as its code."""
        world = self.model.world
        if self.model.day == 0:
            return float(getattr(world.values, layout.LEVERS[index]))
        return float(world.levers[index])

    @property
    def stance(self) -> str:
        """Answer to trouble: one of ``layout.STANCES``."""
        return layout.STANCES[int(self.lever(layout.STANCE))]

    @property
    def coupling(self) -> float:
        """How far the firm is its founder, 0 to 1."""
        return float(self.model.world.mood[layout.COUPLING])


class OutletAgent(mesa.Agent):  # type: ignore[misc]
    """One of the media.

    Attributes
    ----------
    index : int
        Its number in the engine's arrays, from 0.
    name : str
    """

    def __init__(self, model: ReputationModel, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.name = f"outlet {index + 1}"

    @property
    def reach(self) -> float:
        """Dose of a story that it runs; the mean over stories is 1."""
        return float(self.model.world.outlets.reach[self.index])

    @property
    def slant(self) -> float:
        """Leaning for (above 0) or against the founder."""
        return float(self.model.world.outlets.slant[self.index])

    @property
    def appetite(self) -> float:
        """Appetite for the story of the day, 1 when rested."""
        return float(self.model.world.outlets.appetite[self.index])


class PersonView:
    """One person, read from the engine's arrays when asked; no Mesa agent.

    Attributes
    ----------
    index : int
        Number of the person, from 0.
    """

    __slots__ = ("_model", "index")

    def __init__(self, model: ReputationModel, index: int) -> None:
        self._model = model
        self.index = index

    def __repr__(self) -> str:
        return f"PersonView({self.index})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PersonView):
            return NotImplemented
        return self._model is other._model and self.index == other.index

    def __hash__(self) -> int:
        return hash((id(self._model), self.index))

    def _of(self, name: str) -> Any:
        return getattr(self._model.world.crowd, name)[self.index].item()

    def _marked(self, mark: int) -> bool:
        return bool(self._of("marks") & mark)

    @property
    def role(self) -> str:
        """One of ``layout.ROLE_NAMES``."""
        return layout.ROLE_NAMES[self._of("role")]

    @property
    def passion(self) -> float:
        """-1 to 1: admiration above zero, hostility below."""
        return float(self._of("passion"))

    @property
    def expectation(self) -> float:
        """Quality expected of the product."""
        return float(self._of("expectation"))

    @property
    def grievance(self) -> float:
        """Grievance, 0 or more."""
        return float(self._of("grievance"))

    @property
    def owner(self) -> bool:
        """Whether this person owns the product."""
        return self._marked(layout.OWNER)

    @property
    def resister(self) -> bool:
        """Whether this person was repelled by the fan circle."""
        return self._marked(layout.RESISTER)

    @property
    def in_circle(self) -> bool:
        """Whether this person belongs to the fan circle."""
        return self.role == "fan" and self.passion > self._model.world.values.circle

    @property
    def audience(self) -> NDArray[np.int32]:
        """Numbers of the people who hear this one, int32 (audience,); a copy."""
        network = self._model.world.network
        if network.complete:
            everyone = np.arange(self._model.world.people, dtype=np.int32)
            return np.delete(everyone, self.index)
        first, end = network.offsets[self.index : self.index + 2]
        return np.array(network.audience[first:end], dtype=np.int32)


class People(Sequence[PersonView]):
    """The crowd as a sequence of views, made when asked for."""

    __slots__ = ("_model",)

    def __init__(self, model: ReputationModel) -> None:
        self._model = model

    def __len__(self) -> int:
        return self._model.world.people

    @overload
    def __getitem__(self, index: int) -> PersonView: ...
    @overload
    def __getitem__(self, index: slice) -> list[PersonView]: ...
    def __getitem__(self, index: int | slice) -> PersonView | list[PersonView]:
        numbers = range(len(self))
        if isinstance(index, slice):
            return [PersonView(self._model, number) for number in numbers[index]]
        return PersonView(self._model, numbers[index])


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
        For an unknown keyword, a value out of bounds, a scenario that cannot be read.

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
            "run.days": _number(days, "int"),
            "run.incidents": incidents,
        }
        changes = {name: value for name, value in settings.items() if value is not None}
        if not isinstance(scenario, Scenario):
            scenario = _scenario(scenario)
        scenario = scenario.with_values({**changes, **_changes(kwargs)})
        if names := _names(without):
            scenario = scenario.without(names)
        engine = Engine(allocate(scenario, network), threads)
        self._engine: Engine | None = None
        super().__init__(rng=scenario.run.seed)
        if getattr(self, "_seed", 0) is None:
            self._seed = scenario.run.seed  # Mesa 3.3 notes it only when it is called seed
        self._agents_made = 0
        self._told = _QuietScenario.model_construct(**_fields(scenario))
        self._engine = engine
        self.founder = FounderAgent(self)
        self.outlets = tuple(
            OutletAgent(self, index) for index in range(len(self.world.outlets.reach))
        )
        self.people = People(self)
        self.today = [0.0] * len(layout.SERIES)
        self.datacollector = _Collector(
            model_reporters={
                name: partial(_of_today, column) for column, name in enumerate(layout.SERIES_NAMES)
            },
            agent_reporters={
                column: partial(_read, *asked) for column, asked in _AGENT_COLUMNS.items()
            }
            if collect_agents
            else None,
        )

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
    """Return the scenario of a name or file, or the default one."""
    if name is None:
        return load(DEFAULT) if DEFAULT in shipped() else Scenario()
    if isinstance(name, str | Path):
        return load(name)
    raise TarpeiaError(
        f"scenario: {type(name).__name__} is not allowed, allowed is a Scenario, a file or a name"
    )
