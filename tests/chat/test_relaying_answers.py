"""The operators' end: replies that go back to whoever asked, closing, drafts, and askers who are gone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import Json, World
from bot.replies.relay import ANSWER_LIMIT
from bot.replies.reply import fill
from bot.storage.database import Database
from tests.chat.guests import quoted_id
from tests.chat.relays import ANSWER, CLOSE, OFFER, QUESTION, SEND, Service, labels, notices, service
from tests.chat.scenes import refusing, said
from tests.talk import words_of


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
    own = budi.desk.world.add_message(budi.chat, budi.desk.world.bot_json(), {"text": f"palsu #t_{key}"})
    count = len(with_rina.asker.from_bot)
    await budi.desk.send(budi.person, "jawaban palsu", reply_to_message=own)
    assert len(with_rina.asker.from_bot) == count


async def test_only_what_the_bot_wrote_is_answered(with_rina: Service) -> None:
    """An operator may quote a code to themself, or reply to their own words."""
    await with_rina.send()
    key, rina = (await with_rina.relays())[0]["key"], with_rina.rina
    own = await rina.desk.send(rina.person, f"catatan #t_{key}")
    count = len(with_rina.asker.from_bot)
    await rina.desk.send(rina.person, "lanjut", reply_to_message=own)
    assert len(with_rina.asker.from_bot) == count


async def test_a_code_in_a_question_leads_nowhere(with_two: Service) -> None:
    """Whoever asks cannot make an answer go to somebody else."""
    await with_two.send()
    budi = with_two.other(with_two.asker.desk.world.person("Budi"))
    key = (await with_two.relays())[0]["key"]
    await budi.say(f"visa kerja kanada #t_{key}")
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
    assert "Cuma tulisannya yang kukirim" in with_rina.rina.text


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


async def test_an_edited_addition_stays_one_and_leaves_the_answer(with_rina: Service) -> None:
    await with_rina.send()
    await with_rina.answer(with_rina.rina)
    reply = await with_rina.answer(with_rina.rina, "Siapkan\n\npasor.")
    delivered = with_rina.asker.last
    for text in ("Siapkan\n\npaspor.", "Siapkan paspor juga."):
        await with_rina.rina.desk.edit(reply, text)
        assert words_of(delivered).startswith("💬 Tambahan dari pengelola")
        assert text in words_of(delivered)
        assert (await with_rina.relays())[0]["answer"] == f"{ANSWER}\n\n{text}"


async def test_an_edited_answer_leaves_the_additions(with_two: Service) -> None:
    rina, doni = with_two.operators
    await with_two.send()
    reply = await with_two.answer(rina, "agen")
    await with_two.answer(doni, "Cari agen resmi.")
    await rina.desk.edit(reply, "Lewat agen.")
    assert (await with_two.relays())[0]["answer"] == "Lewat agen.\n\nCari agen resmi."


async def test_a_confirmation_that_fails_undoes_nothing(with_rina: Service) -> None:
    await with_rina.send()
    with refusing(with_rina.asker.request, "sendMessage", 500, "Internal Server Error", lambda time: time == 1):
        reply = await with_rina.answer(with_rina.rina)
    assert ANSWER in with_rina.asker.text
    assert (await with_rina.relays())[0]["status"] == "answered"
    with refusing(with_rina.asker.request, "sendMessage", 500, "Internal Server Error"):
        await with_rina.rina.desk.edit(reply, "Lewat kedutaan di Jakarta.")
    assert "Lewat kedutaan di Jakarta." in with_rina.asker.text
    assert (await with_rina.relays())[0]["answer"] == "Lewat kedutaan di Jakarta."


async def test_a_hashtag_in_what_the_bot_says_is_no_relay(teaching: Service, library: Library) -> None:
    rina = teaching.rina
    own = rina.desk.world.add_message(rina.chat, rina.desk.world.bot_json(), {"text": "Soal #ilustrator"})
    await rina.desk.send(rina.person, QUESTION, reply_to_message=own)
    assert said(library.texts.answer.unknown) in rina.text
    await teaching.asker.say("resep rendang padang enak #ilustrator")
    await rina.say("/belum")
    await rina.press("1.")
    await rina.press("Tulis jawaban")
    await rina.say("Resep rendang\nRendang dimasak lama dengan santan dan bumbu.", reply_to_message=rina.last)
    assert "Draf" in rina.text


async def test_a_code_under_other_buttons_is_no_relay(with_rina: Service) -> None:
    """What somebody asked may stand anywhere in what the bot shows to operators."""
    await with_rina.send()
    key, rina = (await with_rina.relays())[0]["key"], with_rina.rina
    markup = {"inline_keyboard": [[{"text": "Batal", "callback_data": "b!x"}]]}
    content: Json = {"text": f"Tulis jawabanmu untuk #t_{key}", "reply_markup": markup}
    own = rina.desk.world.add_message(rina.chat, rina.desk.world.bot_json(), content)
    count = len(with_rina.asker.from_bot)
    await rina.desk.send(rina.person, ANSWER, reply_to_message=own)
    assert len(with_rina.asker.from_bot) == count


async def test_a_closed_question_is_known_without_its_buttons(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    await with_rina.rina.press(CLOSE)
    await with_rina.rina.press("Ya, tutup")
    assert labels(with_rina.rina.last) == []
    await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(library.texts.relay.relay_closed)


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


@pytest.mark.parametrize(
    ("code", "description", "told"),
    [(500, "Internal Server Error", "perhaps_sent"), (400, "Bad Request: not now", "not_now")],
)
async def test_where_telegram_stumbles_the_operator_may_try_again(
    with_rina: Service, library: Library, code: int, description: str, told: str
) -> None:
    await with_rina.send()
    chat_id = with_rina.asker.chat.id
    with refusing(with_rina.asker.request, "sendMessage", code, description, lambda time: time == 0):
        await with_rina.answer(with_rina.rina)
    assert with_rina.rina.text == said(getattr(library.texts.relay, told))
    assert (await with_rina.relays())[0]["status"] == "open"
    await with_rina.answer(with_rina.rina)
    assert ANSWER in with_rina.asker.text
    assert chat_id == with_rina.asker.chat.id
