"""`@bot kata` in any chat, through the real application: what is shown, what is sent, what is kept, what never is."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.chat.inline import CHOSEN
from bot.chat.knowledge import Knowledge
from bot.chat.masking import masked
from bot.content.library import Library, checklist_name, short_key
from bot.playground.inline_results import InlineAnswer, InlineResult, UnansweredError
from bot.playground.markup import utf16_length
from bot.playground.world import Person
from bot.replies.links import ASK, key_in
from bot.replies.reply import fill
from bot.search.decide import Scored
from bot.search.engine import Search
from bot.storage.protocols import StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.tables import asked, parked, updates
from tests import samples
from tests.chat.scenes import Scene, finish_loan, promote, refusing, said, war
from tests.chat.walkers import finish_burnout
from tests.talk import words_of

CRY = "aku capek banget, pengen mati aja rasanya"
LONG = "kak, aku mau tanya, gimana caranya freelancer kayak aku ini bisa pinjam uang di bank tanpa slip gaji?"
MOST = 50  # results, by the Bot API


async def typed(talk: Scene, query: str, offset: str = "", person: Person | None = None) -> InlineAnswer:
    return await talk.desk.inline(person or talk.person, query, offset)


async def pages(talk: Scene, query: str) -> list[InlineAnswer]:
    """The whole list, as far as somebody scrolls."""
    answers = [await typed(talk, query)]
    while answers[-1].next_offset:
        answers.append(await typed(talk, query, answers[-1].next_offset))
        assert len(answers) <= MOST
    return answers


def link(result: InlineResult) -> str:
    """The payload of the result's way into the private chat."""
    assert isinstance(result.keyboard, dict)
    return str(result.keyboard["inline_keyboard"][0][0]["url"]).partition("?start=")[2]


def payload(answer: InlineAnswer) -> str:
    assert answer.button is not None
    return str(answer.button["start_parameter"])


def is_result_of_somebody(result: InlineResult) -> bool:
    return result.id.startswith("own") or "Hasil:" in result.text


# What is shown


@pytest.mark.parametrize(
    ("query", "entry_id"),
    [
        ("gejala burnout", "burnout/apa-itu"),
        ("npwp", "pinjaman-bank/npwp-pajak"),
        ("bruce livingstone", "sejarah/awal-mula"),
    ],
)
async def test_typed_letter_by_letter_it_shows_more_and_more_of_what_is_meant(
    sari: Scene, query: str, entry_id: str
) -> None:
    shown = [await typed(sari, query[:letters]) for letters in range(len(query) + 1)]
    assert all(answer.button for answer in shown)
    assert entry_id in [sari.library.named(result.id) for result in shown[-1].results[:2]]
    assert not sari.errors


async def test_the_search_is_told_whether_the_last_word_is_whole(sari: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def note(_: object, text: str, limit: int) -> tuple[Scored, ...]:
        looked.append(text)
        return ()

    monkeypatch.setattr(Search, "typed", note)
    for query in ("bank", "bank "):
        await typed(sari, query)
    assert looked == ["bank", "bank "]


async def test_a_result_that_is_sent_is_the_short_answer_with_its_source_and_both_ways_on(sari: Scene) -> None:
    answer = await typed(sari, "apa itu burnout")
    message = await sari.desk.choose(sari.person, answer.results[0])
    entry = sari.library.entries["burnout/apa-itu"]
    text = words_of(message)
    assert text.startswith(entry.title)
    assert entry.short in text
    assert text.splitlines()[-1].startswith("Sumber: ")
    assert link(answer.results[0]) == "burnout_apa-itu"
    assert await sari.say(f"/start {link(answer.results[0])}")
    assert entry.details[0] in sari.text


async def test_before_anything_is_typed_it_shows_topics_and_invites_to_the_checklists(sari: Scene) -> None:
    for _ in range(2):
        answer = await typed(sari, "")
    names = [sari.library.named(result.id) for result in answer.results]
    assert names[:7] == [article.entries[0].id for article in sari.library.articles[:7]]
    assert names[7:] == [checklist_name(checklist.name) for checklist in sari.library.checklists]
    assert answer.next_offset == ""
    assert payload(answer) == ASK
    assert (answer.is_personal, answer.cache_time) == (False, 300)
    assert (await sari.say(f"/start {ASK}")).startswith("Hai!")


async def test_what_is_asked_most_comes_first(sari: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for question, times in (("apa itu burnout", 2), ("siapa pendiri istockphoto", 3)):
        for _ in range(times):
            await sari.say(question)
    await typed(sari, "")
    looked = [sari.library.named(result.id) for result in (await typed(sari, "")).results]
    assert looked[:2] == ["sejarah/awal-mula", "burnout/apa-itu"]
    assert len(looked) == len(set(looked)) == 10

    async def never(*_: object) -> list[tuple[str, int]]:
        raise AssertionError("it was counted a moment ago")

    monkeypatch.setattr(SqlRecords, "most_asked", never)
    await typed(sari, "")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("pinjaman", ["pinjaman"]),
        ("  PINJAMAN ", ["pinjaman"]),
        ("burnout", ["burnout"]),
        ("harga", ["harga"]),
        ("pinj", ["pinjaman"]),
        ("cek burn", ["burnout"]),
        ("cek", ["pinjaman", "burnout", "harga"]),
        ("pi", []),
        ("pinjaman bank", []),
        ("perang harga", []),
    ],
)
async def test_the_name_of_a_checklist_invites_to_it_first(sari: Scene, query: str, names: list[str]) -> None:
    checklists = [checklist_name(checklist.name) for checklist in sari.library.checklists]
    first = (await typed(sari, query)).results[: len(names) + 1]
    assert sorted(map(link, first[: len(names)])) == sorted(names)
    assert not any(sari.library.named(result.id) in checklists for result in first[len(names) :])


async def test_a_list_is_paged_without_anything_twice(sari: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ("harga", "microstock", "cara", "bank", "gambar"):
        ids = [result.id for answer in await pages(sari, query) for result in answer.results]
        assert len(ids) == len(set(ids)) <= MOST

    def everything(_: object, text: str, limit: int) -> tuple[Scored, ...]:
        return tuple(Scored(entry_id, 0.5) for entry_id in sari.library.entries)[:limit]

    monkeypatch.setattr(Search, "typed", everything)
    shown = await pages(sari, "cek")
    ids = [result.id for answer in shown for result in answer.results]
    assert [len(answer.results) for answer in shown] == [13, 10, 10, 10]
    assert len(ids) == len(set(ids)) <= MOST
    assert [sari.library.named(result_id) for result_id in ids[3:]] == list(sari.library.entries)[:40]


@pytest.mark.parametrize("offset", ["x", "-10", "0", "5", "10 ", "٣0", "1e1", "990", "9" * 64, "<b>", "🔥"])
async def test_an_offset_that_was_never_given_out_shows_nothing(sari: Scene, offset: str) -> None:
    for query in ("harga", "", CRY, "zzzz qqqq"):
        answer = await typed(sari, query, offset)
        assert (answer.results, answer.next_offset) == ((), "")
    assert not sari.errors


async def test_an_answer_is_the_same_for_everybody_and_may_be_kept_by_telegram(sari: Scene) -> None:
    budi = sari.desk.world.person("Budi")
    for query in ("npwp", "burnout", LONG, "zzzz qqqq"):
        answer = await typed(sari, query)
        assert (answer.is_personal, answer.cache_time) == (False, 300)
        assert answer == await typed(sari, query, person=budi)


# A person's own result


async def test_only_its_owner_can_share_a_pricing_result(sari: Scene) -> None:
    budi = sari.desk.world.person("Budi")
    await promote(sari, "$25", "$10", "3", "0,2")
    for query in ("harga", " Harga ", "cek harga"):
        answer = await typed(sari, query)
        own = [result for result in answer.results if is_result_of_somebody(result)]
        assert len(own) == 1
        assert own[0] == answer.results[1], "it stands behind the invitation"
        assert "Hasil dari 100 klik: $25" in own[0].text
        assert link(own[0]) == "harga"
        assert (answer.is_personal, answer.cache_time) == (True, 0)
        others = await typed(sari, query, person=budi)
        assert not any(map(is_result_of_somebody, others.results))
        assert (others.is_personal, others.cache_time) == (True, 0)


async def test_while_a_name_is_half_typed_nobodys_result_is_looked_for(
    sari: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        raise AssertionError("this would cost every letter a look into the database")

    monkeypatch.setattr(SqlRecords, "results", never)
    for query in ("h", "har", "harg", "cek", "cek har", "perang harga", "pinjaman", "burnout"):
        answer = await typed(sari, query)
        assert (answer.is_personal, answer.cache_time) == (False, 300)


async def test_the_last_of_several_results_is_shared(sari: Scene) -> None:
    await promote(sari, "$25", "$10", "3", "0,2")
    await war(sari)
    await sari.choose(6)
    assert "Hasil: Perang harga" in (await typed(sari, "harga")).results[1].text


async def test_no_loan_or_burnout_result_ever_appears(sari: Scene) -> None:
    await finish_loan(sari)
    await finish_burnout(sari, sari.library)
    kept = await sari.recorded()
    assert {one["areas"] != {} for one in kept} == {True}
    names = (name for one in sari.library.checklists for name in (one.name, one.label, one.title))
    for query in ("", "hasil", "skor", "cek", "hasilku", *names):
        for answer in await pages(sari, query):
            assert not any(map(is_result_of_somebody, answer.results))
            assert not any("/100" in result.text + result.description for result in answer.results)


async def test_a_result_that_cannot_be_read_or_has_no_figures_is_left_out(
    sari: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promote(sari, "?", "?", "?", "?")
    assert await sari.recorded()
    assert not any(map(is_result_of_somebody, (await typed(sari, "harga")).results))

    async def lost(*_: object, **__: object) -> None:
        raise StorageLostError("gone")

    monkeypatch.setattr(SqlRecords, "results", lost)
    monkeypatch.setattr(SqlRecords, "most_asked", lost)
    assert (await typed(sari, "harga")).results
    assert (await typed(sari, "")).results


# The way to the private chat


@pytest.mark.parametrize(
    "query",
    [
        "apa itu burnout?",
        "🔥🔥 burnout 🔥🔥",
        LONG,
        "kenapa " * 36 + "gini",
        "перегорание: что это?",
        "<b>apa itu</b> burnout & <script>",
        "🫠" * 128,
        "ß" * 256,
        "İ" * 256,
        "\u200b\u200d",
        "emailku sari@contoh.com, nomorku 0812 3456 7890",
    ],
    ids=[
        "short",
        "emoji",
        "long",
        "256",
        "cyrillic",
        "markup",
        "emoji only",
        "longer in small",
        "dotted",
        "empty",
        "names",
    ],
)
async def test_the_button_asks_the_same_in_the_private_chat(sari: Scene, query: str) -> None:
    answer = await typed(sari, query)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload(answer))
    text = await sari.say(f"/start {payload(answer)}")
    question = masked(query)
    assert text.startswith(f"Kamu bertanya: {question}".strip())
    assert utf16_length(text) <= 4096
    assert not sari.errors
    kept = await sari.rows(asked)
    assert [row["text"] for row in kept] == [question]


async def test_a_question_that_fits_is_not_parked_and_a_long_one_is_masked_and_no_more(sari: Scene) -> None:
    await typed(sari, "apa itu burnout?")
    assert await sari.rows(parked) == []
    answer = await typed(sari, LONG + " Kabari ke sari@contoh.com ya")
    assert [(row["key"], row["text"]) for row in await sari.rows(parked)] == [
        (key_in(payload(answer)), masked(LONG) + " kabari ke [email] ya")
    ]


async def test_where_nothing_matches_the_button_takes_the_question(sari: Scene) -> None:
    answer = await typed(sari, "resep rendang padang")
    assert answer.results == ()
    assert answer.button is not None
    assert answer.button["text"] == sari.library.texts.inline.unknown
    assert await sari.rows(asked) == []
    text = await sari.say(f"/start {payload(answer)}")
    assert text.startswith("Kamu bertanya: resep rendang padang\n\nMaaf, aku belum tahu")
    assert [(row["text"], row["decision"]) for row in await sari.rows(asked)] == [("resep rendang padang", "unknown")]


async def test_where_something_matches_the_button_offers_the_private_chat(sari: Scene) -> None:
    answer = await typed(sari, "burnout")
    assert answer.button is not None
    assert answer.button["text"] == sari.library.texts.inline.ask


async def test_a_question_from_elsewhere_can_be_followed_up(sari: Scene) -> None:
    question = "penghasilan ku blm cukup buat KTA, ada cara lain?"
    await sari.say(f"/start {payload(await typed(sari, question))}")
    about = sari.text.splitlines()[-1]
    await sari.say("yang bisa dijaminin apa aja emang")
    assert sari.text.splitlines()[-1] == about


@pytest.mark.parametrize("start", ["k_" + "a" * 20, "q_a", "q_", "k_", "q_IA", "entri_lama"])
async def test_a_payload_that_means_nothing_any_more_says_so_and_starts_over(sari: Scene, start: str) -> None:
    text = await sari.say(f"/start {start}")
    assert text.startswith("Tautan itu sudah tidak berlaku")
    assert "Kawan Freelance" in text
    assert await sari.rows(asked) == []


async def test_the_longest_question_fits_above_every_answer(knowledge: Knowledge, library: Library) -> None:
    longest = fill(library.texts.inline.asked, question=masked("🫠" * 1000))
    answers = (knowledge.pages.answer(entry).html for entry in library.entries.values())
    assert all(utf16_length(said(f"{longest}\n\n{answer}")) <= 4096 for answer in answers)


# Danger


async def test_a_cry_for_help_is_answered_with_help_alone_and_kept_nowhere(sari: Scene) -> None:
    for query in (CRY, f"{CRY} {LONG}"):
        answer = await typed(sari, query)
        assert [result.text for result in answer.results] == [said(sari.library.texts.crisis)]
        assert "healing119.id" in answer.results[0].description
        assert answer.button is None
        assert (answer.is_personal, answer.cache_time, answer.next_offset) == (True, 0, "")
        await sari.desk.choose(sari.person, answer.results[0])
    assert await sari.rows(asked) == await sari.rows(parked) == []
    assert "mati" not in await sari.everything()


async def test_a_cry_for_help_behind_a_link_is_met_as_one_and_not_repeated(sari: Scene) -> None:
    text = await sari.say("/start q_YWt1IHBlbmdlbiBtYXRpIGFqYQ")  # "aku pengen mati aja"
    assert "healing119.id" in text
    assert "Kamu bertanya" not in text
    assert await sari.rows(asked) == []


async def test_people_in_danger_are_seen_and_keywords_alarm_nobody(sari: Scene) -> None:
    cries = samples.read("crisis")["crisis"][::4]
    seen = [(await typed(sari, cry)).results[0].id == "crisis" for cry in cries]
    assert sum(seen) >= 0.9 * len(cries)
    for item in list(samples.inline())[::3]:
        for letters in range(1, len(item.question) + 1, 2):
            answer = await typed(sari, item.question[:letters])
            assert "crisis" not in [result.id for result in answer.results]


# What is kept


async def test_a_chosen_entry_is_counted_once_and_nothing_else_is(sari: Scene) -> None:
    await promote(sari, "$25", "$10", "3", "0,2")
    answer = await typed(sari, "harga")
    invitation, own, entry = answer.results[:3]
    for result in (invitation, own, replace(entry, query="Harga sari@contoh.com")):
        await sari.desk.choose(sari.person, result)
    kept = [(row["text"], row["decision"], row["entry_id"]) for row in await sari.rows(asked)]
    assert kept == [("harga [email]", CHOSEN, sari.library.named(entry.id))]


@pytest.mark.parametrize("result_id", ["", "zzzzz", "crisis", "own", "a" * 64, short_key("topics")])
async def test_a_result_of_another_time_is_not_counted(sari: Scene, result_id: str) -> None:
    chosen: dict[str, object] = {"result_id": result_id, "from": sari.person.json(), "query": "x"}
    await sari.desk.deliver(sari.desk.world.update("chosen_inline_result", chosen))
    assert await sari.rows(asked) == []


async def test_what_was_chosen_is_among_what_is_asked_most(sari: Scene) -> None:
    answer = await typed(sari, "bruce livingstone")
    await sari.desk.choose(sari.person, answer.results[0])
    await typed(sari, "")
    assert (await typed(sari, "")).results[0].id == answer.results[0].id


async def test_typing_writes_nothing(sari: Scene) -> None:
    before = await sari.everything()
    for query in ("", "b", "burnout", "harga", "zzzz qqqq"):
        await typed(sari, query)
    assert await sari.everything() == before
    assert await sari.rows(updates) == []


# What goes wrong


async def test_an_expired_query_is_let_go_without_a_fault(sari: Scene) -> None:
    expired = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    gone = refusing(sari.request, "answerInlineQuery", description=expired)
    with gone, capture_logs() as logs, pytest.raises(UnansweredError):
        await typed(sari, "rahasia sekali")
    assert [line["log_level"] for line in logs] == ["info"]
    assert "rahasia" not in str(logs)


async def test_any_other_refusal_is_a_fault_that_is_told(sari: Scene) -> None:
    refused = refusing(sari.request, "answerInlineQuery", description="Bad Request: RESULT_ID_DUPLICATE")
    with refused, capture_logs() as logs, pytest.raises(UnansweredError):
        await typed(sari, "burnout")
    assert "error" in [line["log_level"] for line in logs]
    assert sari.from_bot == []


async def test_every_sample_question_typed_whole_is_answered_within_the_limits(sari: Scene) -> None:
    for text in list(samples.every_text())[::7]:
        answer = await typed(sari, text[:256])
        assert len(answer.results) <= MOST
    assert not sari.errors


WORDS = st.sampled_from(["pinjaman", "harga", "burnout", "cek", "bank", "gig", "AI", "<b>", "&", "{x}", "@bot", "100%"])
QUERIES = st.one_of(
    st.text(max_size=300),
    st.lists(WORDS, max_size=40).map(" ".join),
    st.text(st.characters(categories=["So", "Mn", "Cf", "Cc", "Lo"]), max_size=256),
)
OFFSETS = st.one_of(st.just(""), st.sampled_from(["10", "20", "30", "40", "50", "90"]), st.text(max_size=64))


@given(query=QUERIES, offset=OFFSETS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_typed_is_answered_within_the_limits(sari: Scene, query: str, offset: str) -> None:
    answer = await typed(sari, query, offset)
    assert len(answer.results) <= 14
    assert not any(map(is_result_of_somebody, answer.results))
    assert not sari.errors
