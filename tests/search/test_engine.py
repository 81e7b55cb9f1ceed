"""The whole search over the real knowledge: questions, small talk, people in danger, and nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.search.decide import Decision
from bot.search.engine import Search
from bot.search.selfcheck import misleading_phrasings


@pytest.mark.parametrize(
    ("question", "entry_id"),
    [
        ("apa itu burnout", "burnout/apa-itu"),
        ("kak gmn caranya dpt pinjaman bank klo kerjaanku cm microstock", "pinjaman-bank/bisa-atau-tidak"),
        ("siapa pendiri istockphoto", "sejarah/awal-mula"),
        ("NPWP", "pinjaman-bank/npwp-pajak"),
        ("is promote gig on fiverr worth the money", "promote-gig/efektif-atau-tidak"),
    ],
)
def test_plain_questions_get_their_entry(search: Search, question: str, entry_id: str) -> None:
    verdict = search.ask(question)
    assert verdict.decision is Decision.ANSWER
    assert verdict.entries[0].entry_id == entry_id


@pytest.mark.parametrize("question", ["cara isi formulir w-8ben", "besok hujan nggak di bandung", "resep rendang"])
def test_what_no_article_answers_gets_no_article(search: Search, question: str) -> None:
    assert search.ask(question).decision is not Decision.ANSWER


@pytest.mark.parametrize(
    "text", ["", " ", "🔥🔥", "????", "\u200b\u200d\ufeff", "asdfghjkl qwrtzp", "<b></b>", "12345"]
)
def test_nonsense_is_unknown(search: Search, text: str) -> None:
    assert search.ask(text).decision is Decision.UNKNOWN


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("halo kak", "salam"),
        ("Assalamualaikum min", "salam"),
        ("makasih bnyk ya kak 🙏", "terima-kasih"),
        ("makasihh", "terima-kasih"),
        ("km siapa sih", "siapa-kamu"),
        ("wkwkwkwk", "canda"),
    ],
)
def test_small_talk_is_recognised_as_a_whole(search: Search, text: str, kind: str) -> None:
    verdict = search.ask(text)
    assert verdict.decision is Decision.SMALL_TALK
    assert verdict.small_talk is not None
    assert verdict.small_talk.kind == kind


def test_a_greeting_before_a_question_does_not_hide_it(search: Search) -> None:
    assert search.ask("halo kak, apa itu burnout").entries[0].entry_id == "burnout/apa-itu"


@pytest.mark.parametrize("text", ["aku pengen mati aja", "gw mau bundir", "i want to kill myself", "capek idup"])
def test_a_person_in_danger_comes_before_everything(search: Search, text: str) -> None:
    assert search.ask(f"{text}, microstock sepi download terus").decision is Decision.CRISIS


@pytest.mark.parametrize("text", ["mati gaya nih nunggu review", "deadline killing me", "kerja mati-matian tapi sepi"])
def test_everyday_words_that_sound_alike_do_not_alarm(search: Search, text: str) -> None:
    assert search.ask(text).decision is not Decision.CRISIS


def test_no_phrasing_of_the_knowledge_wins_for_another_entry(library: Library, search: Search) -> None:
    assert [str(problem) for problem in misleading_phrasings(library, search)] == []


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_gets_a_verdict_within_its_form(library: Library, search: Search, text: str) -> None:
    verdict = search.ask(text)
    shown = [entry.entry_id for entry in verdict.entries]
    assert set(shown) <= set(library.entries)
    assert len(shown) == len(set(shown))
    count = {Decision.ANSWER: {1}, Decision.SUGGEST: {2, 3, 4}}.get(verdict.decision, {0})
    assert len(shown) in count
    assert not set(shown) & {entry.entry_id for entry in verdict.runners_up}


def test_the_same_question_always_gets_the_same_verdict(library: Library, search: Search) -> None:
    again = Search(library)
    for question in ("kenapa sepi", "gig fiverr", "harga turun terus gara2 ai"):
        assert again.ask(question) == search.ask(question)
