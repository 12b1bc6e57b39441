"""Founder and outlets as Mesa agents that read the engine's arrays, and people as light views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, overload

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.engine.world import World
from sim.model import layout
from sim.model.entries import ENTRIES


class Facade(Protocol):
    """What agents and people need to know of the model that they belong to."""

    @property
    def day(self) -> int:
        """Days that have been run."""

    @property
    def world(self) -> World:
        """The state reached."""


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

    def __init__(self, model: Facade, index: int) -> None:
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

    def __init__(self, model: Facade, index: int) -> None:
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

    def __init__(self, model: Facade) -> None:
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
