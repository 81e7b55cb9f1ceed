"""What people are told of what is kept: one message, everything in it, and what was erased by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library
from bot.errors import KnowledgeError
from bot.replies.personal import PersonalPages
from bot.replies.plain import plain_text
from bot.replies.reply import fill
from bot.storage.privacy import kept_tables
from bot.storage.tables import of_person

MESSAGE = 4_096  # UTF-16 units that Telegram takes


@pytest.fixture(scope="module")
def pages(library: Library) -> PersonalPages:
    return PersonalPages(library)


def test_all_that_is_kept_is_told_under_its_heading_in_order(pages: PersonalPages, library: Library) -> None:
    texts = library.texts.personal
    kept = kept_tables()
    told = pages.privacy(kept).html.split("\n\n")
    assert [part.split("\n")[0] for part in told[: len(kept)]] == list(texts.headings.model_dump().values())
    tables = texts.tables.model_dump()
    for part, of in zip(told, kept.values(), strict=False):
        assert part.split("\n")[1:] == [f"• {fill(tables[name], days=days)}" for name, days in of.items()]
    assert "\n\n".join(told[len(kept) :]) == texts.promise


def test_it_fits_one_message(pages: PersonalPages) -> None:
    told = plain_text(pages.privacy(kept_tables()))
    assert len(told.encode("utf-16-le")) // 2 <= MESSAGE
    assert "{" not in told
    assert "None" not in told


@pytest.mark.parametrize(
    ("kept", "problem"),
    [
        ({"person": {"tomorrow": 3}}, "personal.tables has no text for the table tomorrow"),
        ({"person": {"sessions": None}}, "personal.tables.sessions must not hold {days}"),
        ({"person": {"alarms": 3}}, "personal.tables.alarms must hold {days}"),
        ({"aliens": {"sessions": 3}}, "personal.headings has no text for aliens"),
    ],
    ids=["a new table", "one that forgets no more", "one that forgets now", "a new heading"],
)
def test_what_people_would_not_be_told_stops_the_bot(
    pages: PersonalPages, kept: dict[str, dict[str, int | None]], problem: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        pages.privacy(kept)
    assert caught.value.problems == (f"texts.yaml: {problem}",)


@given(held=st.dictionaries(st.sampled_from([table.name for table in of_person]), st.integers(0, 10**9)))
def test_what_was_erased_is_named_and_nothing_else(library: Library, held: dict[str, int]) -> None:
    told = PersonalPages(library).erased(held).html
    texts = library.texts.personal.held.model_dump()
    things = [fill(text, number=held[name]) for name, text in texts.items() if held.get(name)]
    assert told == library.texts.personal.erased.format(things="\n".join(f"• {thing}" for thing in things))
    assert len(things) == sum(number > 0 for number in held.values())
