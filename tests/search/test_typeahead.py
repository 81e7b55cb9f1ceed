"""Entries for half-typed text, over the real knowledge: what is found letter by letter, and what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.search.decide import Decision
from bot.search.engine import Search
from tests import samples

MOST = 7
_FIRST = 3


def ids(search: Search, text: str, limit: int = 50) -> list[str]:
    return [entry.entry_id for entry in search.typed(text, limit)]


def lengths(text: str) -> range:
    """Every length from half of a text on."""
    return range(-(-len(text) // 2), len(text) + 1)


@pytest.mark.parametrize(
    ("text", "entry_id"),
    [
        ("burn", "burnout/apa-itu"),
        ("gejala burno", "burnout/apa-itu"),
        ("npw", "pinjaman-bank/npwp-pajak"),
        ("promote gig efek", "promote-gig/kapan-efektif"),
        ("pendiri istockp", "sejarah/awal-mula"),
        ("ditolak plat", "mitos/diterima-semua"),
        ("kta ag", "pinjaman-bank/agunan"),
    ],
)
def test_the_last_word_counts_as_far_as_it_is_typed(search: Search, text: str, entry_id: str) -> None:
    assert entry_id in ids(search, text)[:_FIRST]


@pytest.mark.parametrize("text", ["gmn cara pinjem duit d", "bornout", "algoritna", "algortim", "pnjaman bnk"])
def test_slang_and_typos_are_read_as_they_are_in_a_whole_question(search: Search, text: str) -> None:
    assert ids(search, text)


def test_every_entry_of_an_article_is_found_by_the_word_that_all_of_it_is_about(search: Search) -> None:
    assert {entry_id.partition("/")[0] for entry_id in ids(search, "burnou")} == {"burnout"}
    assert len(ids(search, "burnout")) >= MOST


@pytest.mark.parametrize("text", ["pomo", "algor", "jaminan ser"])
def test_whitespace_or_a_mark_ends_the_last_word(search: Search, text: str) -> None:
    """What is no word by itself finds most as long as it may go on."""
    going_on = ids(search, text)
    assert going_on
    assert ids(search, f"{text} ") != going_on
    assert ids(search, f"{text} ") == ids(search, f"{text}?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "?",
        "🔥🔥",
        "привет",
        "你好吗",
        "\u200b\u200d",
        "<b></b>",
        "12345",
        "x",
        "qwxz zzkt",
        "@sari",
        "https://",
    ],
)
def test_what_means_nothing_finds_nothing(search: Search, text: str) -> None:
    assert search.typed(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "halo kak",
        "makasih banyak ya",
        "wkwkwk",
        "kamu siapa",
        "semangat ya",
        "ga jadi deh",
        "cuaca besok",
        "resep rendang",
    ],
)
def test_what_nobody_asks_an_article_for_finds_nothing(search: Search, text: str) -> None:
    assert search.typed(text) == ()


def test_what_is_known_to_be_asked_of_nobody_finds_nothing(library: Library, search: Search) -> None:
    outside = [phrasing.text for phrasing in library.phrasings if not phrasing.entry_id]
    assert [text for text in outside if search.typed(text)] == []


@pytest.mark.parametrize("text", ["pengen mati", "mau bundir", "capek hidup"])
def test_a_person_in_danger_gets_no_entries_and_is_told_apart(search: Search, text: str) -> None:
    assert search.typed(text) == ()
    assert search.alarms(text)


def test_a_text_alarms_where_the_answer_to_it_would(search: Search) -> None:
    texts = [*list(samples.every_text())[::5], *samples.read("crisis")["crisis"]]
    apart = [text for text in texts if search.alarms(text) != (search.ask(text).decision is Decision.CRISIS)]
    assert apart == []


def test_nothing_of_a_person_in_danger_is_remembered(library: Library) -> None:
    search = Search(library)
    assert search.alarms("aku pengen mati aja")
    assert ids(search, "burnout")
    remembered = repr(vars(vars(search)["_type_ahead"])["_known"])
    assert "burnout" in remembered
    assert "mati" not in remembered


def test_only_so_many_texts_are_remembered_and_those_asked_for_stay(library: Library) -> None:
    search = Search(library)
    first = search.typed("burnout")
    for number in range(1_500):
        search.typed(f"{number} x")
        if number % 900 == 0:
            assert search.typed("burnout") == first
    known = vars(vars(search)["_type_ahead"])["_known"]
    assert len(known) == 1_000
    assert "burnout" in known
    assert "0 x" not in known


def test_a_limit_cuts_the_same_list_short(search: Search) -> None:
    whole = ids(search, "microstock")
    assert len(whole) > MOST
    assert ids(search, "microstock", MOST) == whole[:MOST]


def test_the_order_depends_on_the_text_alone(library: Library) -> None:
    texts = [item.question[:length] for item in list(samples.inline())[::8] for length in lengths(item.question)]
    one, other = Search(library), Search(library)
    forward = [one.typed(text) for text in texts]
    backward = [other.typed(text) for text in reversed(texts)]
    assert forward == backward[::-1]
    assert forward == [one.typed(text) for text in texts]


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=256), st.integers(min_value=0, max_value=50))
@example("burnout " * 32, 50)
@example("harga" * 51, 50)
@example("kenapa microstock sepi \u0301", 3)
@example("½ ² ٣ ⅷ ß İ", 50)
@example("/start@bot https://contoh.id/a?b=c @sari burnout", 50)
def test_any_text_gets_distinct_entries_best_first(library: Library, search: Search, text: str, limit: int) -> None:
    assert_in_form(library, search, text, limit)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_any_mixture_of_words_gets_distinct_entries_best_first(
    library: Library, search: Search, data: st.DataObject
) -> None:
    words = st.sampled_from([word for item in samples.inline() for word in item.question.split()])
    text = " ".join(data.draw(st.lists(st.one_of(words, st.text(max_size=8)), max_size=20)))[:256]
    assert_in_form(library, search, text, 50)


def assert_in_form(library: Library, search: Search, text: str, limit: int) -> None:
    found = search.typed(text, limit)
    shown = [entry.entry_id for entry in found]
    assert len(shown) <= limit
    assert len(shown) == len(set(shown))
    assert set(shown) <= set(library.entries)
    assert all(before.score >= after.score for before, after in pairwise(found))
    assert all(0 <= entry.score <= 1 for entry in found)


@pytest.mark.parametrize(("kind", "every_length", "whole"), [("keyword", 0.88, 0.9), ("prefix", 0.92, 0.95)])
def test_samples_are_found_while_they_are_typed(search: Search, kind: str, every_length: float, whole: float) -> None:
    """From half of a text on an accepted entry is among the first three; at its end, among the first four."""
    items = [item for item in samples.inline() if item.kind == kind]
    found = [
        not set(item.accept).isdisjoint(ids(search, item.question[:length])[:_FIRST])
        for item in items
        for length in lengths(item.question)
    ]
    reached = [not set(item.accept).isdisjoint(ids(search, item.question)[:4]) for item in items]
    assert len(items) >= 25
    assert sum(found) >= every_length * len(found)
    assert sum(reached) >= whole * len(reached)


def test_questions_are_found_while_they_are_typed(search: Search) -> None:
    items = list(samples.entry_questions())[::8]
    found = [
        not set(item.accept).isdisjoint(ids(search, item.question[:length])[:_FIRST])
        for item in items
        for length in lengths(item.question)
    ]
    assert sum(found) >= 0.93 * len(found)


def test_what_nobody_answers_finds_nothing(search: Search) -> None:
    items = [item.question for item in samples.inline() if item.kind == "nobody"]
    refusals = [item.question for item in samples.refusals("near_miss", "off_topic", "small_talk", "garbage")]
    assert len(items) >= 30
    assert len([text for text in items if not search.typed(text)]) >= 0.88 * len(items)
    assert len([text for text in refusals if not search.typed(text)]) >= 0.92 * len(refusals)
