"""Menus and descriptions are set at start, within Telegram's limits, only where they differ."""

from __future__ import annotations

from structlog.testing import capture_logs
from telegram.ext import CommandHandler

from bot.app import handlers
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.menu import GROUP, PRIVATE, show_face
from bot.chat.pace import Paces
from bot.chat.relays_in_hand import RelaysInHand
from bot.chat.versions import Current
from bot.content.library import Library
from bot.playground.opening import office_over, on_desk
from bot.storage.database import in_memory
from bot.storage.groups import SqlGroups
from bot.storage.records import SqlRecords


async def test_menus_and_descriptions_are_set_once(knowledge: Knowledge, library: Library) -> None:
    async with on_desk(knowledge) as (desk, request):
        await show_face(desk.app.bot, library)
        first = [call for call in request.calls if call.method.startswith("set")]
        await show_face(desk.app.bot, library)
    assert [call.method for call in first] == ["setMyCommands"] * 3 + ["setMyDescription", "setMyShortDescription"]
    assert len([call for call in request.calls if call.method.startswith("set")]) == len(first)
    assert not [call for call in request.calls if call.error]
    assert desk.world.settings["description"] == library.texts.profile.description


async def test_a_refusal_does_not_keep_the_bot_from_starting(knowledge: Knowledge, library: Library) -> None:
    async def refuse(url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
        return 400, b'{"ok": false, "error_code": 400, "description": "Bad Request: no"}'

    async with on_desk(knowledge) as (desk, request):
        request.do_request = refuse  # type: ignore[method-assign]
        with capture_logs() as logs:
            await show_face(desk.app.bot, library)
    assert [entry["event"] for entry in logs] == ["menus or descriptions could not be set"]


def test_every_command_in_a_menu_has_a_handler_and_no_handler_stands_twice(knowledge: Knowledge) -> None:
    table = handlers(
        knowledge,
        SqlRecords(in_memory()),
        Manners(knowledge, SqlGroups(in_memory()), Paces()),
        office_over(Current(knowledge), in_memory()),
        RelaysInHand(),
    )
    commands = {name for handler in table if isinstance(handler, CommandHandler) for name in handler.commands}
    assert {*PRIVATE, *GROUP} <= commands
    callbacks = [handler.callback for handler in table if not isinstance(handler, CommandHandler)]
    assert len(callbacks) == len(set(callbacks))
