"""A model's scenario, kept from being taken for Mesa's own kind of scenario."""

from __future__ import annotations

from typing import Any

from sim.scenario.scenario import Scenario


class QuietScenario(Scenario):
    """A model's scenario, equal to the same ``Scenario`` but false where a condition asks it.

    From 3.5 on Mesa keeps an object of its own as ``model.scenario``, and its page calls the model
    anew with another one of the same class unless what it finds is false.
    """

    @classmethod
    def of(cls, scenario: Scenario) -> QuietScenario:
        """Return the quiet equal of a scenario."""
        return cls.model_construct(**_fields(scenario))

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and _fields(self) == _fields(other)

    def __hash__(self) -> int:
        return hash(self.content_hash)


def _fields(scenario: Scenario) -> dict[str, Any]:
    return {name: getattr(scenario, name) for name in Scenario.model_fields}
