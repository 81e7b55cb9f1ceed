"""/muat: the knowledge is read again while the bot goes on."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Bot, Update
from telegram.constants import ParseMode

from bot.chat.context import Context
from bot.chat.knowledge import Knowledge
from bot.chat.office import Office, Outcome
from bot.chat.private import message_of
from bot.chat.sending import send_to, typing
from bot.content.learned import Learned
from bot.content.library import Library
from bot.content.reload_texts import ReloadTexts
from bot.replies.reply import Reply, escape, fill

_MESSAGE = 3_500  # UTF-16 units of lines in one message, which may have 4,096 with what stands around them
_LINE = 300  # characters of one line in a message; the file has all
_FILE = "catatan-muat.txt"


class Reloading:
    """The handler of /muat, for operators."""

    def __init__(self, knowledge: Knowledge, office: Office) -> None:
        self._library = knowledge.library
        self._upkeep = office.upkeep

    async def reloads(self, update: Update, context: Context) -> None:
        """/muat: what is in use from now on, or what is to be mended first."""
        message = message_of(update)
        bot, chat_id = message.get_bot(), message.chat_id
        async with typing(message):
            outcome = await self._upkeep.reload()
            texts = (outcome.library or self._library).texts.reload
            if outcome.problems:
                heading = fill(texts.refused, count=len(outcome.problems))
                await send_lines(bot, chat_id, heading, outcome.problems, texts)
                return
            await send_to(bot, chat_id, Reply(self._told(outcome, await self._upkeep.learned())))
            if outcome.warnings:
                await send_lines(bot, chat_id, texts.warned, outcome.warnings, texts)

    def _told(self, outcome: Outcome, learned: Learned) -> str:
        library = outcome.library or self._library
        texts = library.texts.reload
        told = [_numbers(library, outcome.version, texts)]
        if learned.phrasings or learned.answers:
            used = [answer for answer in learned.answers if not answer.draft]
            drafts = len(learned.answers) - len(used)
            counts = {"phrasings": len(learned.phrasings), "answers": len(used), "drafts": drafts}
            told.append(fill(texts.learned, **counts))
        if not outcome.kept:
            told.append(texts.unwritten)
        return "\n\n".join(told)


def _numbers(library: Library, version: int, texts: ReloadTexts) -> str:
    return fill(
        texts.done,
        articles=len(library.articles),
        entries=len(library.entries),
        phrasings=sum(phrasing.entry_id is not None for phrasing in library.phrasings),
        version=version,
    )


async def send_lines(bot: Bot, chat_id: int, heading: str, lines: Sequence[str], texts: ReloadTexts) -> None:
    """Send lines of the checker's below a heading (HTML); those that do not fit into the message go with a file."""
    shown = list(_fitting(lines))
    whole = len(shown) == len(lines) and all(len(line) <= _LINE for line in lines)
    parts = [heading, *(f"• {escape(_cut(line))}" for line in shown)]
    if not whole:
        parts.append(fill(texts.more, count=len(lines) - len(shown)) if len(shown) < len(lines) else texts.whole)
    await send_to(bot, chat_id, Reply("\n\n".join(parts)))
    if not whole:
        await bot.send_document(
            chat_id=chat_id,
            document="\n".join(lines).encode(),
            filename=_FILE,
            caption=texts.file,
            parse_mode=ParseMode.HTML,
        )


def _fitting(lines: Sequence[str]) -> Sequence[str]:
    """The first lines that one message has room for."""
    room = _MESSAGE
    for number, line in enumerate(lines):
        room -= len(escape(_cut(line)).encode("utf-16-le")) // 2 + len("\n\n• ")
        if room < 0:
            return lines[:number]
    return lines


def _cut(line: str) -> str:
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"
