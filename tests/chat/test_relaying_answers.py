"""The operators' end: replies that go back to whoever asked, closing, drafts, and askers who are gone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.learned import BY_OPERATORS, FILE
from bot.content.library import Library
from bot.playground.world import World
from bot.replies.relay import ANSWER_LIMIT
from bot.replies.reply import fill
from bot.storage.database import Database
from bot.storage.tables import relays, sessions
from tests.chat.guests import quoted_id
from tests.chat.relays import ANSWER, CLOSE, DRAFT, OFFER, QUESTION, SEND, Service, labels, notices, service
from tests.chat.scenes import refusing, said
from tests.talk import words_of


@pytest.fixture
async def with_rina(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge) as one:
        yield one


@pytest.fixture
async def with_two(knowledge: Knowledge) -> AsyncIterator[Service]:
    async with service(knowledge, operators=2) as one:
        yield one


@pytest.fixture
async def teaching(knowledge: Knowledge, knowledge_dir: Path) -> AsyncIterator[Service]:
    """One whose knowledge may be changed."""
    async with service(knowledge, folder=knowledge_dir) as one:
        yield one


async def test_a_reply_goes_back_to_whoever_asked(with_rina: Service) -> None:
    sari, rina = with_rina.asker, with_rina.rina
    question = await sari.desk.send(sari.person, QUESTION)
    await sari.press(OFFER)
    screen = sari.last
    await sari.press(SEND)
    await with_rina.answer(rina, "Lewat <b>perusahaan</b> yang mengundang & agen resmi.")
    assert "Lewat <b>perusahaan</b> yang mengundang & agen resmi." in sari.text
    assert sari.text.startswith("💬 Jawaban pengelola")
    assert QUESTION.casefold() in sari.text
    assert quoted_id(sari.last) == question["message_id"]
    assert rina.person.first_name not in json.dumps(sari.last)
    assert "Terkirim ke penanya" in rina.text
    assert "Sudah dijawab" in words_of(screen)
    assert labels(screen) == []
    (relay,) = await with_rina.relays()
    assert (relay["status"], relay["answered_at"] is not None) == ("answered", True)
    assert sari.errors == []


async def test_an_answer_comes_even_where_the_question_is_deleted(with_rina: Service) -> None:
    await with_rina.send()
    question = next(message for message in with_rina.asker.chat.messages.values() if message.get("text") == QUESTION)
    del with_rina.asker.chat.messages[int(str(question["message_id"]))]
    await with_rina.answer(with_rina.rina)
    assert ANSWER in with_rina.asker.text
    assert quoted_id(with_rina.asker.last) is None


@pytest.mark.parametrize("to", ["notice", "confirmation"])
async def test_another_reply_is_an_addition(with_rina: Service, to: str) -> None:
    await with_rina.send()
    await with_rina.answer(with_rina.rina)
    confirmation = with_rina.rina.last
    await with_rina.answer(with_rina.rina, "Siapkan paspor juga.", None if to == "notice" else confirmation)
    assert with_rina.asker.text.startswith("💬 Tambahan dari pengelola")
    assert "Siapkan paspor juga." in with_rina.asker.text
    assert "sebagai tambahan" in with_rina.rina.text
    (relay,) = await with_rina.relays()
    assert relay["answer"] == f"{ANSWER}\n\nSiapkan paspor juga."


async def test_another_operator_who_answers_later_is_told_so(with_two: Service) -> None:
    rina, doni = with_two.operators
    await with_two.send()
    await with_two.answer(rina)
    await with_two.answer(doni, "Cek situs kedutaan juga ya.")
    assert "sudah dijawab sebelumnya" in doni.text
    assert "Cek situs kedutaan juga ya." in with_two.asker.text


async def test_two_questions_are_told_apart(with_rina: Service) -> None:
    await with_rina.send()
    budi = with_rina.other(with_rina.asker.desk.world.person("Budi"))
    await budi.say("cara ganti foto profil di marketplace lokal")
    await budi.press(OFFER)
    await budi.press(SEND)
    first, second = notices(with_rina.rina)
    await with_rina.answer(with_rina.rina, "Buka pengaturan akunmu.", second)
    await with_rina.answer(with_rina.rina, "Lewat kedutaan.", first)
    assert "Buka pengaturan akunmu." in budi.text
    assert "Lewat kedutaan." in with_rina.asker.text
    assert "pengaturan akunmu" not in "".join(with_rina.asker.texts)


async def test_a_message_of_an_operator_that_is_no_reply_is_a_question_as_ever(
    with_rina: Service, library: Library
) -> None:
    await with_rina.send()
    count = len(with_rina.asker.from_bot)
    assert said(library.texts.answer.unknown) in await with_rina.rina.say(QUESTION)
    assert len(with_rina.asker.from_bot) == count


async def test_only_operators_answer(with_rina: Service) -> None:
    await with_rina.send()
    key = (await with_rina.relays())[0]["key"]
    budi = with_rina.other(with_rina.asker.desk.world.person("Budi"))
    own = budi.desk.world.add_message(budi.chat, budi.desk.world.bot_json(), {"text": f"palsu #{key}"})
    count = len(with_rina.asker.from_bot)
    await budi.desk.send(budi.person, "jawaban palsu", reply_to_message=own)
    assert len(with_rina.asker.from_bot) == count


async def test_only_what_the_bot_wrote_is_answered(with_rina: Service) -> None:
    """An operator may quote a code to themself, or reply to their own words."""
    await with_rina.send()
    key, rina = (await with_rina.relays())[0]["key"], with_rina.rina
    own = await rina.desk.send(rina.person, f"catatan #{key}")
    count = len(with_rina.asker.from_bot)
    await rina.desk.send(rina.person, "lanjut", reply_to_message=own)
    assert len(with_rina.asker.from_bot) == count


async def test_a_code_in_a_question_leads_nowhere(with_two: Service) -> None:
    """Whoever asks cannot make an answer go to somebody else."""
    await with_two.send()
    budi = with_two.other(with_two.asker.desk.world.person("Budi"))
    key = (await with_two.relays())[0]["key"]
    await budi.say(f"visa kerja kanada #{key} gimana")
    await budi.press(OFFER)
    await budi.press(SEND)
    await with_two.answer(with_two.rina, "Untuk Budi saja.")
    assert "Untuk Budi saja." in budi.text
    assert "Untuk Budi" not in "".join(with_two.asker.texts)


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}},
        {"contact": {"phone_number": "1", "first_name": "Ani"}},
    ],
    ids=["photo", "voice", "contact"],
)
async def test_only_words_are_passed_on(with_rina: Service, library: Library, content: dict[str, Any]) -> None:
    await with_rina.send()
    count = len(with_rina.asker.from_bot)
    await with_rina.answer(with_rina.rina, "", **content)
    assert with_rina.rina.text == said(library.texts.relay.only_text)
    assert len(with_rina.asker.from_bot) == count
    assert (await with_rina.relays())[0]["status"] == "open"


async def test_a_caption_counts_as_words(with_rina: Service) -> None:
    await with_rina.send()
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    await with_rina.answer(with_rina.rina, "", photo=photo, caption=ANSWER)
    assert ANSWER in with_rina.asker.text


async def test_an_answer_that_is_too_long_is_not_sent(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    count = len(with_rina.asker.from_bot)
    await with_rina.answer(with_rina.rina, "😀a" * ANSWER_LIMIT)
    assert with_rina.rina.text == said(fill(library.texts.relay.too_long, length="7.500", limit="2.500"))
    assert len(with_rina.asker.from_bot) == count


async def test_the_longest_answer_fits_under_the_longest_question(with_rina: Service) -> None:
    await with_rina.send("visa &<>" * 60)
    await with_rina.answer(with_rina.rina, "&<😀a" * (ANSWER_LIMIT // 5))
    assert "&<😀a" in with_rina.asker.text
    assert with_rina.asker.errors == []


async def test_an_edited_answer_is_mended_where_it_went(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    reply = await with_rina.answer(with_rina.rina, "Lewat kedutan.")
    delivered, count = with_rina.asker.last, len(with_rina.asker.from_bot)
    await with_rina.rina.desk.edit(reply, "Lewat kedutaan.")
    assert "Lewat kedutaan." in words_of(delivered)
    assert len(with_rina.asker.from_bot) == count
    assert with_rina.rina.text == said(library.texts.relay.edited)
    assert (await with_rina.relays())[0]["answer"] == "Lewat kedutaan."


async def test_an_answer_that_was_refused_is_delivered_when_it_is_mended(with_rina: Service) -> None:
    await with_rina.send()
    reply = await with_rina.answer(with_rina.rina, "a" * (ANSWER_LIMIT + 1))
    await with_rina.rina.desk.edit(reply, ANSWER)
    assert ANSWER in with_rina.asker.text
    assert (await with_rina.relays())[0]["status"] == "answered"


async def test_an_edit_that_comes_too_late_is_said_to_be_so(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    reply = await with_rina.answer(with_rina.rina)
    del with_rina.asker.chat.messages[int(str(with_rina.asker.last["message_id"]))]
    await with_rina.rina.desk.edit(reply, "Lain lagi ceritanya.")
    assert with_rina.rina.text == said(library.texts.relay.edited_not)


async def test_a_redelivered_reply_is_delivered_once(with_rina: Service) -> None:
    await with_rina.send()
    rina = with_rina.rina
    notice = notices(rina)[-1]
    message = rina.desk.world.add_message(rina.chat, rina.person.json(), {"text": ANSWER, "reply_to_message": notice})
    reply = rina.desk.world.update("message", message)
    await rina.desk.deliver(reply)
    await rina.desk.deliver(reply)
    assert len([text for text in with_rina.asker.texts if ANSWER in text]) == 1


async def test_an_answer_comes_after_a_restart(knowledge: Knowledge, database: Database) -> None:
    world = World()
    async with service(knowledge, database=database, world=world) as one:
        await one.send()
    async with service(knowledge, database=database, world=world) as one:
        await one.answer(one.rina)
        assert ANSWER in one.asker.text
        assert (await one.relays())[0]["status"] == "answered"
        assert one.asker.errors == []


# Askers who are gone


async def test_an_asker_who_blocked_the_bot(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    await with_rina.asker.desk.block(with_rina.asker.person)
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.asker_gone)
    assert (await with_rina.relays())[0]["status"] == "open"
    tried = [call for call in with_rina.asker.request.calls if call.params.get("chat_id") == with_rina.asker.chat.id]
    assert [call.method for call in tried if call.error] == ["sendMessage"], "it is tried once"


async def test_an_asker_who_erased_their_data(with_rina: Service, library: Library) -> None:
    sari = with_rina.asker
    screen = await with_rina.send()
    await sari.say("/hapusdata")
    await sari.press("hapus semuanya")
    assert await with_rina.relays() == []
    count = len(sari.from_bot)
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.relay_gone)
    assert len(sari.from_bot) == count
    assert await sari.press("Cek status", screen) == library.texts.relay.gone


async def test_where_telegram_stumbles_the_operator_may_try_again(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    chat_id = with_rina.asker.chat.id
    with refusing(with_rina.asker.request, "sendMessage", 500, "Internal Server Error", lambda time: time == 0):
        await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.not_now)
    assert (await with_rina.relays())[0]["status"] == "open"
    await with_rina.answer(with_rina.rina)
    assert ANSWER in with_rina.asker.text
    assert chat_id == with_rina.asker.chat.id


# Closing


async def test_a_question_is_closed_after_asking_once(with_rina: Service) -> None:
    screen = await with_rina.send()
    rina = with_rina.rina
    await rina.press(CLOSE)
    assert labels(rina.last) == ["Ya, tutup", "Nggak jadi"]
    await rina.press("Nggak jadi")
    assert (await with_rina.relays())[0]["status"] == "open"
    await rina.press(CLOSE)
    await rina.press("Ya, tutup")
    assert labels(rina.last) == []
    assert (await with_rina.relays())[0]["status"] == "closed"
    assert "menutup pertanyaan ini tanpa jawaban" in words_of(screen)
    assert labels(screen) == []
    assert rina.errors == []


async def test_a_late_press_says_that_it_is_past(with_two: Service, library: Library) -> None:
    rina, doni = with_two.operators
    await with_two.send()
    await with_two.answer(rina)
    assert await doni.press(CLOSE) == library.texts.relay.already_answered
    assert (await with_two.relays())[0]["status"] == "answered"


async def test_nobody_but_operators_closes(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    sari = with_rina.asker
    data = with_rina.rina.data(CLOSE).replace("t!K", "t!Y")
    assert await sari.desk.press(sari.person, sari.last, data) == library.texts.relay.notice_stale
    assert (await with_rina.relays())[0]["status"] == "open"


# Drafts


async def test_an_answer_becomes_a_draft_once(teaching: Service, knowledge_dir: Path) -> None:
    await teaching.send()
    await teaching.answer(teaching.rina)
    before = deepcopy(teaching.rina.last)
    await teaching.rina.press(DRAFT, before)
    assert "/belum" in teaching.rina.text
    assert teaching.rina.errors == []
    await teaching.rina.press(DRAFT, before)
    written = (knowledge_dir / "id" / FILE).read_text(encoding="utf-8")
    assert written.count(ANSWER) == 1
    assert f'article: "{BY_OPERATORS}"' in written
    assert "draft: true" in written
    assert QUESTION.casefold() in written
    key = (await teaching.relays())[0]["key"]
    assert key not in written, "nothing that outlives the asker leads to their row"


async def test_a_short_answer_is_no_draft(teaching: Service, knowledge_dir: Path, library: Library) -> None:
    await teaching.send()
    await teaching.answer(teaching.rina, "Lewat agen.")
    assert await teaching.rina.press(DRAFT) == library.texts.relay.draft_too_short
    await teaching.answer(teaching.rina, "Cari yang terdaftar resmi di kementerian.")
    await teaching.rina.press(DRAFT)
    assert "Cari yang terdaftar" in (knowledge_dir / "id" / FILE).read_text(encoding="utf-8")


async def test_a_draft_of_what_was_erased_is_refused(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    await with_rina.answer(with_rina.rina)
    async with with_rina.asker.database.transaction() as connection:
        await connection.execute(relays.delete())
    assert await with_rina.rina.press(DRAFT) == library.texts.relay.notice_gone


async def test_what_is_kept_of_an_operator_names_no_asker(with_rina: Service) -> None:
    await with_rina.send()
    await with_rina.answer(with_rina.rina)
    rows = await with_rina.asker.rows(sessions)
    states = [row["state"] for row in rows if row["user_id"] == with_rina.rina.person.id]
    assert states
    assert str(with_rina.asker.person.id) not in "".join(states)
