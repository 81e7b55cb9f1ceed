"""The whole search over the real knowledge: questions, small talk, people in danger, and nonsense."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library, Phrasing
from bot.search.decide import Decision
from bot.search.engine import Search
from bot.search.selfcheck import misleading_phrasings
from tests import samples


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


def test_a_phrasing_under_the_wrong_entry_is_told(library: Library) -> None:
    wrong = Phrasing("apa gejala burnout yang paling umum ya kak", "sejarah/era-ai", "questions/sejarah.yaml", 7)
    known = replace(wrong, entry_id="burnout/apa-itu", text="apa gejala burnout yang paling umum ya, kak?")
    changed = replace(library, phrasings=(*library.phrasings, known, wrong))
    told = [str(problem) for problem in misleading_phrasings(changed, Search(changed)) if problem.line == 7]
    assert len(told) in (1, 2)
    assert "questions/sejarah.yaml:7" in told[0]


def test_a_cry_for_help_at_the_end_of_a_long_message_is_heard(search: Search) -> None:
    story = "Hari ini aku upload banyak gambar bunga dan pohon ke situs. " * 60
    assert len(story) > 3000
    assert search.ask(f"{story} aku pengen bunuh diri").decision is Decision.CRISIS


def test_a_message_that_names_somebody_is_not_for_the_bot(search: Search) -> None:
    question = "kenapa sih harus konsisten upload di microstock?"
    assert search.overhear(question).decision is Decision.ANSWER
    assert search.overhear(f"@sari {question}").decision is Decision.SILENT


def test_what_nobody_answers_stays_unanswered_right_after_an_answer(search: Search) -> None:
    refusals = [item.question for item in samples.refusals("near_miss", "off_topic")]
    rescued = []
    for question in refusals:
        nearest = search.explain(question).fits.entries
        alone = search.ask(question).decision
        if nearest and alone is not Decision.ANSWER:
            after = search.ask(question, after=nearest[0].entry_id)
            rescued += [question] if after.decision is Decision.ANSWER else []
    assert len(rescued) <= 0.04 * len(refusals), rescued


@pytest.mark.parametrize("mark", ["?", ""])
def test_two_questions_on_two_lines_get_two_answers(search: Search, mark: str) -> None:
    verdict = search.ask(f"apa itu burnout sih{mark}\nsiapa pendiri istockphoto ya{mark}")
    assert verdict.second is not None
    assert {verdict.entries[0].entry_id, verdict.second.entry_id} == {"burnout/apa-itu", "sejarah/awal-mula"}


def test_what_is_remembered_of_a_message_does_not_change_what_context_makes_of_it(library: Library) -> None:
    questions = ("apa itu burnout", "terus caranya gimana", "halo", "yang bisa dijaminin apa aja emang", "kredit")
    contexts = (None, "pinjaman-bank/agunan", "burnout/apa-itu")
    asked = [(question, after) for question in questions for after in contexts]
    one, other = Search(library), Search(library)
    forward = {case: one.ask(*case) for case in asked}
    assert forward == {case: other.ask(*case) for case in reversed(asked)}
    assert forward == {case: one.ask(*case) for case in asked}


def test_nothing_of_a_person_in_danger_is_remembered(library: Library) -> None:
    search = Search(library)
    assert search.ask("aku pengen mati aja").decision is Decision.CRISIS
    assert "mati" not in repr(vars(search)["_known"])


@pytest.mark.parametrize(
    "text",
    ["semuanya", "udah selesai", "sudah ada", "nggak tahu", "ga ada rumah", "kadang iya kadang nggak", "udah lunas"],
)
def test_a_few_plain_words_do_not_alarm_by_how_they_lean(search: Search, text: str) -> None:
    assert search.ask(text).decision is not Decision.CRISIS


@pytest.mark.parametrize("text", ["bundir", "pgn mati", "capek hidup", "benci hidup", "mau mati aja"])
def test_a_few_words_of_a_person_in_danger_alarm(search: Search, text: str) -> None:
    assert search.ask(text).decision is Decision.CRISIS
    assert search.cries(text)


@pytest.mark.parametrize(
    "message", ["burnout?", "gmn cara naikin harga", "kenapa ya portofolioku sepi", "is it worth it ?", "brp lama"]
)
def test_a_question_mark_or_a_word_that_asks_makes_a_question(search: Search, message: str) -> None:
    assert search.reads_as_question(message)


@pytest.mark.parametrize("message", ["", "siap kak", "aku udah upload 100 file kemarin", "🔥🔥", "burnout"])
def test_what_neither_asks_nor_has_a_question_mark_is_no_question(search: Search, message: str) -> None:
    assert not search.reads_as_question(message)


def test_two_ways_of_asking_the_same_share_their_terms(search: Search) -> None:
    asked = search.terms("gmn cara pinjaman bank?")
    assert asked == search.terms("Caranya pinjem di bank gimana ya kak")
    assert len(asked) >= 2
    assert not asked & search.terms("kenapa portofolio microstock sepi")


@pytest.mark.parametrize("message", ["", "🔥", "ya kak", "??"])
def test_a_message_without_content_words_has_no_terms(search: Search, message: str) -> None:
    assert search.terms(message) == frozenset()
