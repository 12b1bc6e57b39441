"""Generated blocks in documents."""

from __future__ import annotations

import pytest

from scripts.marks import filled, filled_by_name

DOCUMENT = """Before.

<!-- table: one -->

old

<!-- end -->

Between.

<!-- table: other -->
older
<!-- end -->
"""


def test_all_blocks_of_a_kind_are_written_anew_and_nothing_else() -> None:
    new = filled_by_name(DOCUMENT, "table", lambda name: f"\n{name.upper()}\n\n")
    assert new == (
        "Before.\n\n<!-- table: one -->\n\nONE\n\n<!-- end -->\n\nBetween.\n\n"
        "<!-- table: other -->\n\nOTHER\n\n<!-- end -->\n"
    )
    assert filled_by_name(new, "table", str.upper) == new
    assert filled_by_name(DOCUMENT, "claims", str.upper) == DOCUMENT


def test_a_block_of_an_unknown_name_is_noticed() -> None:
    with pytest.raises(KeyError, match="other"):
        filled_by_name(DOCUMENT, "table", {"one": ""}.__getitem__)


def test_one_block_is_written_anew_and_its_text_is_taken_as_it_is() -> None:
    new = filled(DOCUMENT, "table: one", r"\1 new \g<0>")
    assert new == DOCUMENT.replace("old\n\n<", "\\1 new \\g<0>\n\n<", 1)


@pytest.mark.parametrize(("text", "times"), [("nothing", 0), (DOCUMENT + DOCUMENT, 2)])
def test_a_mark_that_is_not_there_once_is_refused(text: str, times: int) -> None:
    with pytest.raises(ValueError, match=f"<!-- table: one --> .*: {times} times"):
        filled(text, "table: one", "")
