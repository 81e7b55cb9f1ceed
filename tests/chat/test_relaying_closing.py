"""What operators do with a question besides answering it: they close it, or make a draft of the answer."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

from bot.content.learned import BY_OPERATORS, FILE
from bot.content.library import Library
from bot.storage.tables import relays, sessions
from tests.chat.relays import ANSWER, CLOSE, DRAFT, QUESTION, Service, labels
from tests.talk import words_of


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


async def test_an_operator_closes_in_their_private_chat_alone(with_rina: Service, library: Library) -> None:
    await with_rina.send()
    rina, world = with_rina.rina, with_rina.asker.desk.world
    data = rina.data(CLOSE).replace("t!K", "t!Y")
    group = world.group("Kantor")
    group.set_member(rina.person, "member")
    own = world.add_message(group, world.bot_json(), {"text": "halo"})
    assert await rina.desk.press(rina.person, own, data) == library.texts.relay.notice_stale
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
