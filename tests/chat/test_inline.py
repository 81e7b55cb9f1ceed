"""`@bot kata` in any chat, through the real application: what is shown, what is sent, what is kept, what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.chat.inline import CHOSEN
from bot.content.library import checklist_name, short_key
from bot.playground.inline_results import UnansweredError
from bot.replies.links import ASK
from bot.search.decide import Scored
from bot.search.engine import Search
from bot.storage.records import SqlRecords
from bot.storage.tables import asked, parked, updates
from tests import samples
from tests.chat.scenes import Scene, promote, refusing, said
from tests.chat.typists import MOST, is_result_of_somebody, link, pages, payload, typed
from tests.talk import words_of

CRY = "aku capek banget, pengen mati aja rasanya"
LONG = "kak, aku mau tanya, gimana caranya freelancer kayak aku ini bisa pinjam uang di bank tanpa slip gaji?"


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


async def test_what_was_parked_while_a_cry_for_help_was_typed_is_forgotten(sari: Scene) -> None:
    budi = sari.desk.world.person("Budi")
    await typed(sari, LONG, person=budi)
    parked_before = await sari.rows(parked)
    lament = "order makin sepi, cicilan numpuk, di rumah ribut terus soal duit, pengen mati aja"
    for letters in range(3, len(lament) + 1):
        await typed(sari, lament[:letters])
        if lament[:letters].endswith("duit"):
            assert len(await sari.rows(parked)) > 2
    assert await sari.rows(parked) == parked_before
    assert "cicilan" not in await sari.everything()


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


async def test_a_query_that_telegram_asks_to_wait_with_is_let_go_without_a_fault(sari: Scene) -> None:
    flood = refusing(sari.request, "answerInlineQuery", 429, "Too Many Requests: retry after 5", retry_after=5)
    with flood as refused, capture_logs() as logs, pytest.raises(UnansweredError):
        await typed(sari, "rahasia sekali")
    assert len(refused) == 1
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


@pytest.mark.parametrize(
    "lament",
    [
        "order makin sepi, cicilan numpuk banget nih, hubungi aku di 0812 3456 7890, pengen mati aja",
        "order makin sepi banget, cicilan numpuk, emailku sari.dewi@contoh.com, pengen mati aja",
        "order makin sepi banget, cicilan numpuk, lihat https://contoh.com/a, pengen mati aja",
    ],
    ids=["number", "address", "link"],
)
async def test_a_cry_leaves_nothing_parked_that_was_not_masked_yet(sari: Scene, lament: str) -> None:
    for letters in range(3, len(lament) + 1):
        await typed(sari, lament[:letters])
    assert await sari.rows(parked) == []
