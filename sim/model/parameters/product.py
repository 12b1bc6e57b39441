"""The product: fleet, accidents, disputes, sales."""

from __future__ import annotations

from sim.model.layout import MOST_PRODUCTS
from sim.model.parameters.group import Group, choice, number


class ProductSettings(Group):
    """The firm, what it sells and what goes wrong."""

    strength: float = number(0.6, 0, 1, "quality", "product strength")
    brand: float = number(0.4, 0.01, 2, "share", "strength of the brand beside the founder")
    hazard: float = number(1e-7, 0, 1e-4, "1/unit/day", "serious accidents a unit and day")
    defects: float = number(5e-7, 0, 1e-3, "1/unit/day", "quality disputes a unit and day")
    protection: float = number(
        0.5, 0, 1, "share", "share of incidents that full product strength prevents"
    )
    severity_tail: float = number(
        1.9,
        1.05,
        5,
        "exponent",
        "tail (of the density) of the severity of incidents",
        "assumption: 1.7 to 2.4",
    )
    severity_cap: float = number(30, 1.5, 1_000, "severity", "greatest severity (least is 1)")
    heavy_tail: bool = choice(True, "severity is Pareto; off: all incidents have its mean")
    fleet_at_risk: bool = choice(
        True, "incidents grow with the fleet; off: a fixed fleet of 1 % of the population"
    )
    demand: float = number(
        1e-5, 0, 0.05, "1/person/day", "purchases a person without passion, full strength"
    )
    passion_demand: float = number(7, 0, 100, "ratio", "how much more a person of passion 1 buys")
    climate_demand: float = number(0.5, 0, 1, "ratio", "how far purchases follow the climate")
    buzz_demand: float = number(1.0, 0, 20, "ratio", "how much good coverage adds to purchases")
    launch_demand: float = number(8, 0, 200, "ratio", "how much a fresh launch adds to purchases")
    launch_memory: float = number(0.93, 0, 0.999, "1/day", "what is left of a launch a day later")
    success_fast: float = number(14, 1, 365, "days", "memory of recent sales")
    success_slow: float = number(180, 2, 2_000, "days", "memory of habitual sales")
    success_weight: float = number(
        0.85, 0, 1, "share", "how far charm needs success", "essay 1, after Le Bon 1895"
    )
    market_memory: float = number(0.95, 0, 0.999, "1/day", "memory of good or bad market news")
    products: int = number(1, 1, MOST_PRODUCTS, "count", "products on sale at a time")
    separate_products: bool = choice(
        True, "a fault concerns the owners of one product, a launch is one's; off: of all"
    )
    focus: float = number(
        0.3, 0, 2, "exponent", "strength that dividing the effort costs: x products^-focus"
    )
    promise_demand: float = number(
        0.0, 0, 20, "1/quality", "how much promises above product strength add to purchases"
    )
    debt_gain: float = number(
        0.0, 0, 50, "ratio", "disputes that a full quality debt adds, of hasty growth"
    )
    debt_days: float = number(180, 2, 2_000, "days", "memory of the quality debt")
