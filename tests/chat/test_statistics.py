"""/statistik: the operators' report as a picture with a text, as a table, and what failed under a code."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.charts.draw import draw
from bot.chat import pictures as chat_pictures
from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.opening import on_desk
from bot.playground.world import Json, World
from bot.report.clusters import Clusterer
from bot.storage.database import Database, in_memory
from tests.chat.scenes import refusing
from tests.report.samples import ERROR_ID, put_week
from tests.talk import Talk, buttons_of, words_of


@dataclass
class Bureau:
    """Rina, who runs the bot, and Sari, who asks."""

    rina: Talk
    sari: Talk
    database: Database

    async def week(self) -> None:
        """Let a week have gone by."""
        await put_week(self.database, time.time())

    @property
    def documents(self) -> list[Json]:
        return [message for message in self.rina.from_bot if "document" in message]


@pytest.fixture
async def bureau(knowledge: Knowledge) -> AsyncIterator[Bureau]:
    database, world = in_memory(), World()
    rina, sari = world.person("Rina"), world.person("Sari")
    async with on_desk(knowledge, database, world, operators={rina.id}) as (desk, request):
        yield Bureau(Talk(desk, request, rina), Talk(desk, request, sari), database)
    await database.close()


async def test_the_report_is_a_picture_with_the_text_below(bureau: Bureau) -> None:
    await bureau.week()
    text = await bureau.rina.say("/statistik")
    photo, message = bureau.rina.from_bot
    assert "photo" in photo
    assert "Laporan 7 hari" in words_of(photo)
    assert "12 pertanyaan" in text
    assert "npwp" in text
    assert bureau.rina.picture.startswith(b"\x89PNG")
    assert [button["text"] for button in buttons_of(message)] == ["• 7 hari •", "30 hari", "📄 Unduh tabel (CSV)"]
    assert bureau.rina.errors == []


async def test_what_was_asked_in_the_chat_is_in_the_report(bureau: Bureau) -> None:
    await bureau.sari.say("apa itu burnout")
    await bureau.sari.say("resep rendang padang enak dong")
    text = await bureau.rina.say("/statistik 30")
    assert "Laporan 30 hari" in text
    assert "2 pertanyaan" in text
    assert "rendang" in text
    assert "Sari" not in text


async def test_another_length_is_shown_in_the_same_messages(bureau: Bureau) -> None:
    await bureau.week()
    await bureau.rina.say("/statistik")
    first = bureau.rina.picture
    await bureau.rina.press("30 hari")
    photo, message = bureau.rina.from_bot
    assert "Laporan 30 hari" in words_of(photo)
    assert "Laporan 30 hari" in words_of(message)
    assert bureau.rina.picture != first
    await bureau.rina.press("30 hari")
    await bureau.rina.press("7 hari")
    assert len(bureau.rina.from_bot) == 2
    assert "Laporan 7 hari" in bureau.rina.text
    assert not [error for error in bureau.rina.errors if "not modified" not in error]


async def test_the_table_comes_as_a_file(bureau: Bureau) -> None:
    await bureau.week()
    await bureau.rina.say("/statistik 30")
    await bureau.rina.press("CSV")
    (sent,) = bureau.documents
    document = sent["document"]
    assert isinstance(document, dict)
    table = bureau.rina.desk.world.files[document["file_id"]].decode("utf-8-sig")
    assert table.count("\r\n") > 4 * 30
    assert "30 hari" in words_of(sent)
    assert bureau.rina.errors == []


async def test_with_nothing_asked_it_says_so_kindly_and_draws_nothing(bureau: Bureau, library: Library) -> None:
    assert library.texts.report.empty in await bureau.rina.say("/statistik")
    assert bureau.rina.photos == []
    await bureau.rina.press("CSV")
    assert len(bureau.documents) == 1


@pytest.mark.parametrize("error", [OSError("no font"), ValueError(), ZeroDivisionError()], ids=repr)
async def test_a_picture_that_cannot_be_drawn_costs_nobody_the_text(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(spec: object) -> bytes:
        raise error

    await bureau.week()
    monkeypatch.setattr(chat_pictures, "draw", fail)
    assert "12 pertanyaan" in await bureau.rina.say("/statistik")
    assert bureau.rina.photos == []
    await bureau.rina.press("30 hari")
    assert "Laporan 30 hari" in bureau.rina.text
    assert len(bureau.rina.from_bot) == 1


async def test_a_picture_that_telegram_refuses_costs_nobody_the_text(bureau: Bureau) -> None:
    await bureau.week()
    with refusing(bureau.rina.request, "sendPhoto"):
        assert "12 pertanyaan" in await bureau.rina.say("/statistik")
    assert bureau.rina.photos == []


async def test_a_report_whose_messages_were_deleted_is_shown_anew(bureau: Bureau) -> None:
    await bureau.week()
    await bureau.rina.say("/statistik")
    photo, message = bureau.rina.from_bot
    del bureau.rina.chat.messages[int(str(photo["message_id"]))]
    await bureau.rina.press("30 hari", message)
    assert [("photo" in one) for one in bureau.rina.from_bot] == [False, True]
    assert all("Laporan 30 hari" in words_of(one) for one in bureau.rina.from_bot)


async def test_what_takes_long_is_done_off_the_event_loop(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def noting(original: Any) -> Any:
        def note(*arguments: Any) -> Any:
            threads.append(threading.current_thread())
            return original(*arguments)

        return note

    monkeypatch.setattr(Clusterer, "clustered", noting(Clusterer.clustered))
    monkeypatch.setattr(chat_pictures, "draw", noting(draw))
    await bureau.week()
    await bureau.rina.say("/statistik")
    assert len(threads) == 2
    assert threading.main_thread() not in threads


async def test_the_code_of_an_error_tells_what_failed(bureau: Bureau) -> None:
    await bureau.week()
    text = await bureau.rina.say(f"/statistik {ERROR_ID.upper()}")
    assert ERROR_ID in text
    assert "ValueError at bot/chat/private.py:10" in text
    assert "77" in text
    assert "nggak ada di catatanku" in await bureau.rina.say("/statistik ffffffff")


@pytest.mark.parametrize("wanted", ["14", "kemarin", "<b>", "7 30", "abc"])
async def test_what_it_cannot_make_sense_of_is_explained(bureau: Bureau, wanted: str) -> None:
    assert "/statistik 30" in await bureau.rina.say(f"/statistik {wanted}")
    assert bureau.rina.errors == []


async def test_nobody_else_learns_that_there_is_such_a_command(bureau: Bureau, library: Library) -> None:
    await bureau.week()
    text = await bureau.sari.say("/statistik")
    assert text == await bureau.sari.say("/tidakada")
    assert bureau.sari.photos == []


async def test_a_button_pressed_by_somebody_else_says_politely_no(bureau: Bureau, library: Library) -> None:
    await bureau.week()
    await bureau.rina.say("/statistik")
    own = await bureau.sari.say("halo")
    for data in ("s!30:1", "s!csv:30", "s!7:0"):
        toast = await bureau.sari.desk.press(bureau.sari.person, bureau.sari.last, data)
        assert toast == library.texts.report.not_yours
    assert bureau.sari.text == own
    assert bureau.documents == []


@pytest.mark.parametrize("data", ["s!", "s!8:1", "s!30:", "s!csv", "s!csv:5", "s!7:-1", "s!7:1:2", "s!٣٠:1", "s!x"])
async def test_a_button_of_another_time_says_that_it_is_past(bureau: Bureau, library: Library, data: str) -> None:
    await bureau.rina.say("/statistik")
    toast = await bureau.rina.desk.press(bureau.rina.person, bureau.rina.last, data)
    assert toast == library.texts.faults.stale_button
    assert len(bureau.rina.from_bot) == 1


async def test_in_a_group_nothing_of_it_is_shown(bureau: Bureau, library: Library) -> None:
    await bureau.week()
    rina = bureau.rina
    there = Talk(rina.desk, rina.request, rina.person, rina.desk.world.group("Kelas"))
    await there.say("/statistik")
    assert len(there.from_bot) == 1, "it says where to go"
    assert "pertanyaan" not in there.text
    toast = await there.desk.press(there.person, there.last, "s!csv:7")
    assert toast == library.texts.faults.stale_button
    assert bureau.documents == []
