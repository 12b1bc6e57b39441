"""Small ways to break the kernels, a file each; ``scripts/mutation_check.py`` tries them.

A mutation that cannot change any result does not belong here. So ``sim.model.day.feelings.mark`` is
never made to mark too many people, and what is fetched ahead of its use is left alone.
"""

from __future__ import annotations

from mutations.actions import ACTIONS
from mutations.compiled import COMPILED
from mutations.conversation import CONVERSATION
from mutations.counting import COUNTING
from mutations.engine import ENGINE
from mutations.feelings import FEELINGS
from mutations.founder import FOUNDER
from mutations.groups import GROUPS
from mutations.layout import LAYOUT
from mutations.loop import LOOP
from mutations.measure import MEASURE
from mutations.mutation import Mutation
from mutations.newsroom import NEWSROOM
from mutations.people import PEOPLE
from mutations.product import PRODUCT
from mutations.randomness import RANDOMNESS
from mutations.rules import RULES
from mutations.rumour import RUMOUR
from mutations.ties import TIES
from mutations.today import TODAY

__all__ = ["MUTATIONS", "Mutation"]

MUTATIONS = [
    *FOUNDER, *PRODUCT, *NEWSROOM, *CONVERSATION, *RUMOUR,
    *TODAY, *RULES, *FEELINGS, *ACTIONS, *COUNTING, *PEOPLE, *TIES, *MEASURE,
    *LOOP, *RANDOMNESS, *LAYOUT, *GROUPS, *ENGINE, *COMPILED,
]  # fmt: skip
