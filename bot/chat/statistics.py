"""/statistik: the report for the operators as a picture and a text, as a table, and what failed under a code."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from typing import NamedTuple

from telegram import CallbackQuery, InputFile, Update
from telegram.constants import ChatAction, ParseMode

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office
from bot.chat.pictures import Pictures
from bot.chat.private import after_command, message_of
from bot.chat.report_picture import ReportPicture
from bot.chat.screen import Screen
from bot.chat.sending import acknowledge, says_already, send, typing
from bot.replies.dates import local
from bot.replies.reply import Reply
from bot.replies.report import PRESS, TABLE, ReportPages
from bot.report.clusters import Clusterer
from bot.report.figures import LENGTHS, Fault, Report, report_of, since
from bot.report.table import ReportTable
from bot.storage.protocols import Records

_ERROR_ID = re.compile(r"[0-9a-f]{8}")
_DAYS = {str(days): days for days in LENGTHS}
_PRESSED = re.compile(rf"{PRESS}(?:(?P<shown>\d+):(?P<picture>\d{{1,18}})|{TABLE}:(?P<table>\d+))")


class _Press(NamedTuple):
    """A button of the report: so many days, to be shown (`picture`: the message that has it drawn) or as a table."""

    days: int
    picture: int | None


class Statistics:
    """The handlers of /statistik and of the buttons under it."""

    def __init__(
        self, knowledge: Knowledge, office: Office, records: Records, clock: Callable[[], float] = time.time
    ) -> None:
        library = knowledge.library
        self._library = library
        self._office = office
        self._clock = clock
        self._texts = library.texts
        self._pages = ReportPages(library)
        self._picture = ReportPicture(library)
        self._pictures = Pictures(records, library.texts, _always)
        self._clusterer = Clusterer(library)

    async def asks(self, update: Update, context: Context) -> None:
        """/statistik, /statistik 30, or /statistik and the code of an error."""
        message = message_of(update)
        wanted = after_command(message).strip().casefold()
        if days := _DAYS.get(wanted or str(LENGTHS[0])):
            async with typing(message):
                await self._shows(days, Screen.after(message), None, context)
        elif _ERROR_ID.fullmatch(wanted):
            await send(message, await self._failed(wanted))
        else:
            await send(message, Reply(self._texts.report.usage))

    async def presses(self, update: Update, context: Context) -> None:
        """A button under a report: another length, in its place, or the table."""
        query = update.callback_query
        screen = Screen.of(query) if query else None
        if query is None or screen is None:
            raise TypeError("a handler for buttons got an update without one")
        press = _read(query.data or "")
        if query.from_user.id not in self._office.operators:
            await acknowledge(query, self._texts.report.not_yours, alert=True)
        elif press is None or screen.chat_id != query.from_user.id:
            await acknowledge(query, self._texts.faults.stale_button, alert=True)
        else:
            await self._obeys(press, query, screen, context)

    async def _obeys(self, press: _Press, query: CallbackQuery, screen: Screen, context: Context) -> None:
        await acknowledge(query)
        if press.picture is None:
            await self._sends_table(press.days, screen)
        else:
            await self._shows(press.days, screen, press.picture, context)

    async def _shows(self, days: int, screen: Screen, picture: int | None, context: Context) -> None:
        """The picture and below it the text, in the places of earlier ones where there are any.

        `picture` is the message that shows the earlier one: 0 where none does, and then the text stays alone; None
        where there is no earlier report. A picture that cannot be drawn costs nobody the text.
        """
        report = await self._report(days)
        if picture and screen.shown and says_already(screen.shown, self._pages.page(report, picture)):
            return  # nothing is new since it was shown
        shown = None
        if picture or (picture is None and not report.is_empty):
            spec, caption = self._picture.of(report), self._pages.summary(report)
            shown = await self._pictures.show(spec, caption, screen.anew(), context, instead=picture)
        await screen.put(self._pages.page(report, shown or picture or 0))

    async def _sends_table(self, days: int, screen: Screen) -> None:
        await screen.bot.send_chat_action(screen.chat_id, ChatAction.UPLOAD_DOCUMENT)
        report = await self._report(days)
        table = await asyncio.to_thread(ReportTable(self._library).csv, report)
        texts = self._texts.report.table
        name = texts.file.format(days=days, date=local(self._clock()).date().isoformat())
        await screen.bot.send_document(
            screen.chat_id,
            InputFile(table, filename=name),
            caption=texts.caption.format(days=days),
            parse_mode=ParseMode.HTML,
        )

    async def _report(self, days: int) -> Report:
        """The report of so many days up to now; what takes long is done off the event loop."""
        now = self._clock()
        begin = since(now, days)
        counted = await self._office.ledger.counted(begin)
        missing = await self._office.ledger.missing(begin)
        clusters = await asyncio.to_thread(self._clusterer.clustered, missing)
        return report_of(counted, clusters, self._library, now, days)

    async def _failed(self, error_id: str) -> Reply:
        found = await self._office.ledger.fault(error_id)
        if found is None:
            return self._pages.unknown_fault(error_id)
        return self._pages.fault(Fault(found.error_id, found.what, found.happened_at), found.update_id)


def _read(data: str) -> _Press | None:
    """The button that has this data, if there is one of the kind."""
    match = _PRESSED.fullmatch(data)
    days = _DAYS.get(match["shown"] or match["table"]) if match else None
    if match is None or days is None:
        return None
    return _Press(days, int(match["picture"]) if match["picture"] else None)


async def _always(_: int, __: int) -> bool:
    return True
