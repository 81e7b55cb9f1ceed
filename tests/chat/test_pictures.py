"""The picture of a result: uploaded once, edited where it can be, and never the reason why a result is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat import pictures as chat_pictures
from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.world import Json
from bot.storage.database import open_database
from bot.storage.migrate import migrate
from bot.storage.protocols import StorageLostError
from bot.storage.records import SqlRecords
from bot.storage.tables import pictures
from tests.chat.scenes import Scene, finish_loan, refusing, scene
from tests.chat.walkers import LOAN, finish_burnout, start, walk

REFUSALS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "no right": (400, "Bad Request: not enough rights to send photos to the chat", {}),
    "not taken": (400, "Bad Request: IMAGE_PROCESS_FAILED", {}),
    "flood": (429, "Too Many Requests: retry after 5", {"retry_after": 5}),
    "forbidden": (403, "Forbidden: bot was blocked by the user", {}),
    "away": (502, "Bad Gateway", {}),
}


def file_of(message: Json) -> str:
    """Under which id Telegram has the largest size of a photo."""
    sizes = message["photo"]
    assert isinstance(sizes, list)
    return str(sizes[-1]["file_id"])


def sent(talk: Scene, method: str) -> int:
    """How often the bot has called a method with success."""
    return len([call for call in talk.request.calls if call.method == method and call.error is None])


# What cannot be shown costs no result


@pytest.mark.parametrize("why", REFUSALS)
async def test_a_picture_that_telegram_refuses_costs_no_result(anywhere: Scene, library: Library, why: str) -> None:
    talk = anywhere
    code, description, parameters = REFUSALS[why]
    with refusing(talk.request, "sendPhoto", code, description, **parameters) as refused, capture_logs() as logs:
        await finish_loan(talk)
    assert refused
    assert len(talk.results) == 1
    assert talk.photos == []
    assert len(await talk.recorded()) == 1
    assert [entry["log_level"] for entry in logs if entry["log_level"] in ("warning", "error")] == ["warning"]
    assert await talk.rows(pictures) == []
    assert talk.last == talk.results[0], "nothing is apologised for"
    await talk.tick("bank")
    assert talk.done("bank")
    assert len(talk.photos) == 1, "the next one can be shown again"


@pytest.mark.parametrize(
    "error", [OSError("no font"), ValueError(), ZeroDivisionError(), KeyError("x"), TypeError()], ids=repr
)
async def test_a_picture_that_cannot_be_drawn_costs_no_result(
    sari: Scene, library: Library, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def draw(spec: object) -> bytes:
        raise error

    monkeypatch.setattr(chat_pictures, "draw", draw)
    await finish_burnout(sari, library)
    assert len(sari.results) == 1
    assert sari.last == sari.results[0]
    assert len(await sari.recorded()) == 1
    await sari.say("/riwayat")
    assert sari.photos == []
    assert await finish_again(sari, library) == 2


async def finish_again(talk: Scene, library: Library) -> int:
    """The burnout check once more; how many results are recorded then."""
    await finish_burnout(talk, library, "Jarang")
    return len(await talk.recorded())


async def test_a_lost_database_is_no_trouble_with_a_picture_and_the_update_comes_again(
    anywhere: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = anywhere
    await start(talk, "pinjaman")
    await walk(talk, LOAN[:-1])
    message = talk.desk.world.add_message(talk.chat, talk.person.json(), talk.desk.world.text_content(LOAN[-1]))
    update = talk.desk.world.update("message", message)

    async def lost(self: SqlRecords, key: str) -> str | None:
        raise StorageLostError

    with monkeypatch.context() as patch:
        patch.setattr(SqlRecords, "picture", lost)
        with pytest.raises(StorageLostError):
            await talk.desk.deliver(update)
    assert await talk.recorded() == []
    await talk.desk.deliver(update)
    assert len(await talk.recorded()) == 1
    assert len(talk.photos) == 1
    await talk.desk.deliver(update)
    assert len(await talk.recorded()) == 1, "it is done once"


# Uploaded once


async def test_the_same_picture_is_uploaded_once_for_everybody(sari: Scene) -> None:
    await finish_loan(sari)
    budi = Scene(sari.desk, sari.request, sari.database, sari.library, sari.desk.world.person("Budi"))
    await finish_loan(budi)
    assert file_of(budi.photos[0]) == file_of(sari.photos[0])
    assert len(sari.desk.world.files) == 1
    assert len(await sari.rows(pictures)) == 1


async def test_a_picture_is_known_after_a_restart(knowledge: Knowledge, database_url: str) -> None:
    database = open_database(database_url)
    await migrate(database)
    async with scene(knowledge, database) as before:
        await finish_loan(before)
    async with scene(knowledge, open_database(database_url), before.desk.world, before.person) as after:
        await after.say("/lanjut")
        assert len(after.photos) == 2
        assert len(after.desk.world.files) == 1


async def test_a_picture_that_telegram_forgot_is_uploaded_anew_and_known_by_its_new_id(anywhere: Scene) -> None:
    talk = anywhere
    await finish_loan(talk)
    old = file_of(talk.photos[0])
    files = talk.desk.world.files
    files["desk-file-9"] = files.pop(old)  # a new upload gets another id
    await talk.say("/lanjut")
    assert len(talk.photos) == 2
    new = file_of(talk.photos[1])
    assert new != old
    (row,) = await talk.rows(pictures)
    assert row["file_id"] == new
    uploads = len(files)
    await talk.say("/lanjut")
    assert file_of(talk.photos[2]) == new
    assert len(files) == uploads


async def test_an_edit_with_a_picture_that_telegram_forgot_uploads_it_too(sari: Scene, library: Library) -> None:
    await finish_loan(sari)
    old = file_of(sari.photos[0])
    await sari.tick("bank")
    files = sari.desk.world.files
    files["desk-file-9"] = files.pop(old)
    await sari.press(library.texts.result.untick, sari.results[-1])
    assert len(sari.photos) == 1
    assert file_of(sari.photos[0]) not in (old, "desk-file-2")
    assert file_of(sari.photos[0]) in files


# Edited where it stands


async def test_a_tick_edits_the_picture_of_its_result(sari: Scene) -> None:
    await finish_loan(sari)
    old, sends = file_of(sari.photos[0]), sent(sari, "sendPhoto")
    await sari.tick("bank")
    assert len(sari.photos) == 1
    assert file_of(sari.photos[0]) != old
    assert sent(sari, "sendPhoto") == sends
    assert len(await sari.rows(pictures)) == 2


async def delete(talk: Scene) -> None:
    del talk.chat.messages[int(str(talk.photos[0]["message_id"]))]


async def keep(talk: Scene) -> None:
    pass


@pytest.mark.parametrize(
    ("happens", "description"),
    [(delete, ""), (keep, "Bad Request: message can't be edited"), (keep, "Bad Request: MESSAGE_ID_INVALID")],
    ids=["deleted", "too old", "unknown"],
)
async def test_a_picture_that_cannot_be_edited_is_sent_anew(
    sari: Scene, happens: Callable[[Scene], Awaitable[None]], description: str
) -> None:
    await finish_loan(sari)
    await happens(sari)
    if description:
        with refusing(sari.request, "editMessageMedia", 400, description) as refused:
            await sari.tick("bank")
        assert refused
    else:
        await sari.tick("bank")
    newest = sari.photos[-1]
    assert newest == sari.last
    assert sari.done("bank")
    assert len(await sari.recorded()) == 2
    (_, row) = await sari.rows(pictures)
    assert row["file_id"] == file_of(newest)
    await sari.press(sari.library.texts.result.untick, sari.results[-1])
    assert sari.last["message_id"] == newest["message_id"], "from then on the new one is edited"
    assert file_of(sari.last) != row["file_id"]


async def test_an_edit_that_is_refused_otherwise_costs_no_result(sari: Scene) -> None:
    await finish_loan(sari)
    sends = sent(sari, "sendPhoto")
    with refusing(sari.request, "editMessageMedia", 400, "Bad Request: IMAGE_PROCESS_FAILED"):
        await sari.tick("bank")
    assert sari.done("bank")
    assert len(await sari.recorded()) == 2
    assert len(sari.photos) == 1
    assert sent(sari, "sendPhoto") == sends
    await sari.press(sari.library.texts.result.untick, sari.results[-1])
    assert len(sari.photos) == 1, "the earlier one is still known as the result's"


async def test_a_picture_that_is_the_same_already_is_neither_sent_nor_edited(sari: Scene, library: Library) -> None:
    texts = library.texts.checklist
    await finish_loan(sari)
    await start(sari, "pinjaman")
    page, show = dict(sari.last), sari.data(texts.show_result)
    await sari.desk.press(sari.person, page, show)
    photos, sends, edits = len(sari.photos), sent(sari, "sendPhoto"), sent(sari, "editMessageMedia")
    await sari.desk.press(sari.person, page, show)
    assert (len(sari.photos), sent(sari, "sendPhoto"), sent(sari, "editMessageMedia")) == (photos, sends, edits)
    assert any("not modified" in error for error in sari.errors)
    assert len(sari.desk.world.files) == 1, "nothing is uploaded for that"
    assert len(await sari.recorded()) == 1


async def test_pictures_hold_no_name_and_no_answer_in_their_key(sari: Scene) -> None:
    await finish_loan(sari)
    (row,) = await sari.rows(pictures)
    assert len(row["key"]) <= 64
    assert str(sari.person.id) not in row["key"]
    assert row["key"].isalnum()
