"""What operators do with what they taught: pure steps, each of which can be taken twice without harm."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.learned import Learned, LearnedAnswer, stamp
from bot.content.learned_file import learned_text, read_learned, taught
from bot.content.teaching import section_for, with_answer, with_phrasing, without_answer, without_phrasing
from bot.errors import KnowledgeError

AT = "2026-01-31 14:05"
ANSWER = LearnedAnswer(
    section="libur", article="burnout", title="Kapan libur?", label="Libur", short="x" * 20, by="Rina", at=AT
)


def test_a_phrasing_is_added_once_whatever_its_capitals() -> None:
    once = with_phrasing(Learned(version=4), "burnout/istirahat", " boleh rehat? ", "Rina", AT)
    assert [(one.entry, one.text, one.by, one.at) for one in once.phrasings] == [
        ("burnout/istirahat", "boleh rehat?", "Rina", AT)
    ]
    assert once.version == 4
    assert with_phrasing(once, "burnout/istirahat", "Boleh REHAT?", "Budi", AT) is once
    assert len(with_phrasing(once, "burnout/kesehatan", "boleh rehat?", "Budi", AT).phrasings) == 2


@pytest.mark.parametrize(
    ("asked", "kept"),
    [("“apa itu”", "apa itu"), ('"apa itu"', "apa itu"), ("“apa” itu", "“apa” itu"), ('""', '""'), ("'a'b'", "a'b")],
)
def test_quotes_around_a_question_are_left_out(asked: str, kept: str) -> None:
    assert with_phrasing(Learned(), "a/b", asked, "Rina", AT).phrasings[0].text == kept


@pytest.mark.parametrize(
    ("entry", "text", "at", "message"),
    [
        ("burnout", "x", AT, "`entry`: the text does not have the expected form"),
        ("a/b", "x" * 601, AT, "`text`: the text is longer than 600 characters"),
        ("a/b", "  ", AT, "`text`: the text is shorter than 1 characters"),
        ("a/b", "x", "2026-02-30 10:00", "`at`: the calendar has no such day"),
    ],
)
def test_what_does_not_fit_is_told_in_plain_words(entry: str, text: str, at: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        with_phrasing(Learned(), entry, text, "Rina", at)
    assert message in caught.value.problems[0]


def test_an_answer_of_some_fields_fits_or_is_told() -> None:
    fields = ANSWER.model_dump()
    assert taught(LearnedAnswer, fields) == ANSWER
    with pytest.raises(KnowledgeError) as caught:
        taught(LearnedAnswer, {**fields, "short": "pendek", "label": "x" * 31})
    assert len(caught.value.problems) == 2


def test_a_phrasing_is_taken_away_again() -> None:
    both = with_phrasing(with_phrasing(Learned(), "a/b", "satu", "R", AT), "a/c", "satu", "R", AT)
    assert [one.entry for one in without_phrasing(both, "a/b", "SATU").phrasings] == ["a/c"]
    assert without_phrasing(both, "a/b", "dua") is both


def test_an_answer_takes_the_place_of_its_draft() -> None:
    other = ANSWER.model_copy(update={"section": "lain"})
    draft = ANSWER.model_copy(update={"draft": True})
    drafted = with_answer(with_answer(Learned(), draft), other)
    assert with_answer(drafted, ANSWER).answers == [ANSWER, other]
    assert with_answer(drafted, draft) is drafted


def test_an_answer_goes_with_the_phrasings_that_ask_for_it() -> None:
    learned = with_phrasing(with_answer(Learned(), ANSWER), "burnout/libur", "kapan libur", "R", AT)
    learned = with_phrasing(learned, "burnout/istirahat", "kapan rehat", "R", AT)
    left = without_answer(learned, "burnout/libur")
    assert (left.answers, [one.entry for one in left.phrasings]) == ([], ["burnout/istirahat"])
    assert without_answer(learned, "burnout/istirahat") is learned


def test_every_step_leaves_what_can_be_written_and_read() -> None:
    learned = with_phrasing(with_answer(Learned(), ANSWER), "burnout/libur", "kapan libur", "R", AT)
    assert read_learned(learned_text(learned)) == learned


@pytest.mark.parametrize(
    ("title", "taken", "section"),
    [
        ("Kapan waktu libur yang pas?", (), "kapan-waktu-libur-yang-pas"),
        ("Kapan waktu libur yang pas?", ("kapan-waktu-libur-yang-pas",), "kapan-waktu-libur-yang-pas-2"),
        ("Café -- Élite_100%", (), "cafe-elite-100"),
        ("🙋🙋🙋", (), "jawaban"),
        ("🙋🙋🙋", ("jawaban", "jawaban-2"), "jawaban-3"),
        ("Bagaimana caranya mengurus perpajakan penghasilan", (), "bagaimana-caranya-mengurus-perpajakan"),
        ("x" * 60, (), "x" * 40),
        ("x" * 60, ("x" * 40,), "x" * 38 + "-2"),
    ],
)
def test_a_section_is_named_after_its_title(title: str, taken: tuple[str, ...], section: str) -> None:
    assert section_for(title, taken) == section


@given(st.text(max_size=120), st.integers(0, 12))
def test_a_section_always_fits_and_is_never_taken(title: str, again: int) -> None:
    taken: list[str] = []
    for _ in range(again + 1):
        found = section_for(title, taken)
        assert found not in taken
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
        assert len(found) <= 40
        taken.append(found)


def test_a_moment_is_stamped_to_the_minute() -> None:
    assert stamp(datetime(2026, 1, 31, 14, 5, 59, tzinfo=UTC)) == AT
