"""Streams: each stands for itself, and is what it has always been."""

from __future__ import annotations

import hashlib
from enum import IntEnum

import numpy as np
import pytest

from sim.model.randomness import Decision, uniform, uniforms
from tests.model.drawn import draws, keys

GAMMA = 0x9E3779B97F4A7C15  # the step of SplitMix64, as written in the paper
DECISIONS = len(Decision)


def test_no_two_streams_have_one_key() -> None:
    """64 decisions on each day of a century, two seeds: 4.7 million keys (chance 6e-7)."""
    decision, day = np.divmod(np.arange(64 * 36_500), 36_500)
    found = np.concatenate([keys(np.full_like(day, seed), decision, day) for seed in (1, 2)])
    found.sort()
    assert np.all(found[1:] != found[:-1])


def test_no_two_streams_of_a_year_share_a_draw() -> None:
    """All streams walk on one sequence of 2**64 numbers, each from its own place.

    The streams of all decisions on 365 days begin more than 50,000 people apart (a chance of 6e-7
    that two do not). With a hundred years and thirty million people a few pairs of streams will
    meet: then one person's draw on some day is another person's draw for something else on
    another day, once, which no test could see.
    """
    decision, day = np.divmod(np.arange(DECISIONS * 365), 365)
    step_back = np.uint64(pow(GAMMA, -1, 2**64))
    place = np.sort(keys(np.ones_like(day), decision, day) * step_back)
    assert np.diff(place).min() > 50_000
    # So the second person of a stream stands one step from the first.
    (key,) = keys(np.ones(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64)).tolist()
    assert uniforms(1, Decision(0), 2)[1] == uniform(np.uint64((key + GAMMA) % 2**64), 0)


# SHA-256 (its beginning) of each stream's first draws, see ``mark``. They rest on integers alone
# and are the same on every machine. Stored results rest on them: add lines, change none.
MARKS: dict[str, str] = {
    "SUSCEPTIBILITY": "597284b67e65",
    "THRESHOLD": "e6633720b082",
    "THRESHOLD_ANGLE": "63a45b37f943",
    "ACTIVITY": "c8ab5a73a4bc",
    "ACTIVITY_ANGLE": "242876427d45",
    "START_RANGE": "6a6c18b873f4",
    "START_ROLE": "be4547a5b179",
    "START_PASSION": "1a449566e604",
    "START_OWNER": "7b8998e253e4",
    "START_RESISTER": "d8544afdac4e",
    "OUTLET_REACH": "41bc01dd53c3",
    "OUTLET_SLANT": "84643f1d736c",
    "NETWORK_AUDIENCE": "1aa8fa01f4ac",
    "NETWORK_COMMUNITY": "c77194459d62",
    "NETWORK_TIE": "2677e3184892",
    "NETWORK_TARGET": "e148b5db16d7",
    "NETWORK_CLOSURE": "f79c8757258e",
    "NETWORK_REWIRE": "8d025226d0d1",
    "ACCIDENTS": "e23c605c999d",
    "DISPUTES": "f210603669ac",
    "ACCIDENT_SEVERITY": "b0758a45ef2e",
    "DISPUTE_SEVERITY": "cf1db0cbed02",
    "DISCLOSURE": "83158d050b31",
    "STORIES": "866663499a68",
    "STORY_SIGN": "4e7c744ae32d",
    "STORY_OUTLET": "3f630be0289d",
    "STORY_FOUNDER": "5e72d415325e",
    "RECRUIT": "1fb8d7fca549",
    "PARTICIPATE": "500b5eb94d3d",
    "ALIENATE": "7be71c4488be",
    "RESISTANCE": "dface47b3a5a",
    "TRUST": "64e0f7f4b584",
    "NEWS": "445f5c22965a",
    "PURCHASE": "b211ea3a8fac",
    "SPEAK": "4c165a78bcf9",
    "ATTACK": "31a0a15c4697",
    "TURN": "c003bec6541b",
    "VOICE_ENDS": "a0abd4e5a2f0",
    "NETWORK_PAIRING": "d9a28b68be0c",
    "FAULTY_PRODUCT": "317ad07e9cca",
    "PRODUCT": "48e53654cc2a",
    "RUMOUR_SEED": "652bf21f3412",
    "RUMOUR_TOLD": "3834a2cdd460",
    "RUMOUR_REBUTTED": "b7b6ec3c661b",
    "RUMOUR_FADES": "1334e0cc87e5",
    "BOND": "a60c19e1b888",
}


def mark(number: int) -> str:
    """Return a short digest of one decision's stream: 50 people on four days of two seeds."""
    held = [
        uniforms(seed, number, 50, day=day, first=first)  # type: ignore[arg-type]
        for seed, day, first in (
            (1, 0, 0),
            (1, 1, 0),
            (1, 1460, 0),
            (2**63 - 1, 36_499, 29_999_950),
        )
    ]
    return hashlib.sha256(np.concatenate(held).astype("<f8").tobytes()).hexdigest()[:12]


@pytest.mark.parametrize("number", range(max(len(MARKS), DECISIONS)))
def test_every_stream_is_what_it_has_always_been(number: int) -> None:
    """Appending a decision changes no other stream; moving or renaming one is noticed."""
    names = list(MARKS)
    assert number < DECISIONS, f"Decision.{names[number]} is gone; the list is append-only"
    name = Decision(number).name
    assert number < len(names), f"a new stream: add it to MARKS, '{name}': '{mark(number)}'"
    assert name == names[number]
    assert mark(number) == MARKS[name]


def test_a_longer_list_of_decisions_changes_no_stream() -> None:
    names = [*Decision.__members__, "ONE_MORE", "AND_ANOTHER"]
    longer = IntEnum("longer", names, start=0)  # type: ignore[misc]
    assert [mark(longer[name]) for name in MARKS] == list(MARKS.values())
    fresh = [mark(longer[name]) for name in names[-2:]]
    assert not set(fresh) & set(MARKS.values())


def test_a_draw_does_not_depend_on_what_else_is_drawn() -> None:
    """Alone, in a block, in any order, from any number on: the same bits."""
    people = 5_000
    whole = uniforms(5, Decision.NEWS, people, day=77)
    order = np.random.default_rng(2).permutation(people)
    assert np.array_equal(draws(5, Decision.NEWS, 77, order), whole[order])
    parts = [uniforms(5, Decision.NEWS, 1, day=77, first=i)[0] for i in (0, 1, 4_321, 4_999)]
    assert parts == whole[[0, 1, 4_321, 4_999]].tolist()
    longer = uniforms(5, Decision.NEWS, people + 1, day=77)
    assert np.array_equal(longer[:people], whole)
