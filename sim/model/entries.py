"""Every number of the model in one table: what may be typed, and what the kernels see of it.

Command-line help, error messages, the tables in docs/ODD.md and the sliders are made from it; the
numbers themselves stand in ``sim.model.parameters``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, get_args

from sim.model.layout import STANCES
from sim.model.parameters.conversation import ConversationSettings
from sim.model.parameters.crowd import CrowdSettings
from sim.model.parameters.founder import FounderSettings
from sim.model.parameters.group import Group
from sim.model.parameters.network import NetworkSettings
from sim.model.parameters.newsroom import NewsroomSettings
from sim.model.parameters.participation import ParticipationSettings
from sim.model.parameters.people import PeopleSettings
from sim.model.parameters.product import ProductSettings


class Parameters(Group):
    """All groups."""

    crowd: CrowdSettings = CrowdSettings()
    network: NetworkSettings = NetworkSettings()
    founder: FounderSettings = FounderSettings()
    product: ProductSettings = ProductSettings()
    newsroom: NewsroomSettings = NewsroomSettings()
    conversation: ConversationSettings = ConversationSettings()
    people: PeopleSettings = PeopleSettings()
    participation: ParticipationSettings = ParticipationSettings()


class Entry(NamedTuple):
    """One row of the parameter table."""

    name: str
    kind: str
    default: Any
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    unit: str
    meaning: str
    source: str

    @property
    def allowed(self) -> str:
        """What may be typed, in words."""
        if self.kind == "bool":
            return "true or false"
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.low is None:
            return "text"
        word = "a whole number" if self.kind == "int" else "a number"
        low, high = (
            f"{x:,.0f}" if abs(x) >= 1_000 else f"{x:g}" for x in (self.low, self.high or 0)
        )
        return f"{word} from {low} to {high}"


def table() -> Iterator[Entry]:
    """Yield every parameter in order, named ``group.name``."""
    for group_name, group_field in Parameters.model_fields.items():
        group: Any = group_field.annotation
        for name, field in group.model_fields.items():
            bounds = {
                key: getattr(m, key)
                for m in field.metadata
                for key in ("ge", "le")
                if hasattr(m, key)
            }
            extra = field.json_schema_extra
            assert isinstance(extra, dict)
            choices = get_args(field.annotation)
            kind = "choice" if choices else getattr(field.annotation, "__name__", "str")
            yield Entry(
                name=f"{group_name}.{name}",
                kind=kind,
                default=field.default,
                low=bounds.get("ge"),
                high=bounds.get("le"),
                choices=tuple(choices),
                unit=str(extra["unit"]),
                meaning=field.description or "",
                source=str(extra["source"]),
            )


ENTRIES: Final[dict[str, Entry]] = {entry.name: entry for entry in table()}
FLAT: Final[dict[str, str]] = {name.split(".")[1]: name for name in ENTRIES}

# What the kernels see: every number and yes/no as one float64, a choice of stance as its code.
_FOR_KERNELS: Final = tuple(
    name.split(".")[1]
    for name, entry in ENTRIES.items()
    if (entry.kind not in ("str", "choice") or name == "founder.stance")
    and not name.startswith("network.")
)
Values: Final = NamedTuple("Values", [(name, float) for name in _FOR_KERNELS])  # type: ignore[misc]


def values(parameters: Parameters) -> Any:
    """Return the parameters as ``Values``: a flat named tuple of float64 for the kernels."""
    flat: dict[str, Any] = {}
    for group in parameters:
        flat.update(group[1].model_dump())
    flat["stance"] = STANCES.index(flat["stance"])
    return Values(**{name: float(flat[name]) for name in _FOR_KERNELS})
