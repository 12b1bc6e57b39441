"""Small ways to break the kernels, one file a group; ``scripts/mutation_check.py`` tries them.

A mutation that cannot change any result does not belong here. So ``sim.model.day.feelings.mark`` is
never made to mark too many people, and what is fetched ahead of its use is left alone.
"""

from __future__ import annotations

from mutations.actions import ACTIONS
from mutations.conversation import CONVERSATION
from mutations.feelings import FEELINGS
from mutations.firm_and_news import FOUNDER, NEWSROOM, PRODUCT
from mutations.luck_and_engine import COMPILED, ENGINE, RANDOMNESS
from mutations.mutation import Mutation
from mutations.people_and_measure import MEASURE, PEOPLE
from mutations.rumour_and_ties import RUMOUR, TIES
from mutations.today import TODAY

__all__ = ["MUTATIONS", "Mutation"]

MUTATIONS = [
    *FOUNDER, *PRODUCT, *NEWSROOM, *CONVERSATION, *TODAY, *FEELINGS, *ACTIONS, *PEOPLE,
    *RUMOUR, *TIES, *MEASURE, *RANDOMNESS, *ENGINE, *COMPILED,
]  # fmt: skip
