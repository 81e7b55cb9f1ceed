"""Builds the whole bot. The order of handlers reads as one table: the first that fits an update takes it."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat.asking import Asking
from bot.chat.checklists import ChecklistCommands, ChecklistTaps
from bot.chat.context import Context
from bot.chat.expecting import QUESTION, ExpectedHandler
from bot.chat.failures import Failures
from bot.chat.groups import GroupChat
from bot.chat.knowledge import Knowledge
from bot.chat.personal import Personal
from bot.chat.presses import Presses
from bot.chat.private import PrivateChat
from bot.chat.reminding import Reminding
from bot.chat.replying import ChecklistReplies
from bot.chat.walking import EditedAnswerHandler, WalkingHandler, WordHandler
from bot.chat.walks import Walks
from bot.settings import PUBLIC_API
from bot.storage.housekeeping import kept_days
from bot.storage.protocols import Records

App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]
Handler = BaseHandler[Update, Context, None]

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)

_OURS = filters.UpdateType.MESSAGES  # new and edited ones; not those of business accounts
_PRIVATE = _OURS & filters.ChatType.PRIVATE
_GROUP = _OURS & filters.ChatType.GROUPS
_NEW = filters.UpdateType.MESSAGE
_WORDS = filters.TEXT | filters.CAPTION
_SAID = _WORDS & ~filters.COMMAND
_OWN = ("riwayat", "privasi", "privacy", "hapusdata", "pomodoro")
_MEDIA = (
    filters.PHOTO
    | filters.VOICE
    | filters.AUDIO
    | filters.VIDEO
    | filters.VIDEO_NOTE
    | filters.ANIMATION
    | filters.Sticker.ALL
    | filters.Document.ALL
    | filters.LOCATION
    | filters.VENUE
    | filters.CONTACT
    | filters.POLL
    | filters.Dice.ALL
)


def handlers(knowledge: Knowledge, records: Records) -> list[Handler]:
    """Every handler, in the order in which they are tried."""
    library = knowledge.library
    asking = Asking(knowledge)
    private = PrivateChat(knowledge, asking)
    group = GroupChat(knowledge, asking)
    walks = Walks(knowledge, records)
    checklists = ChecklistCommands(walks)
    replies = ChecklistReplies(knowledge, asking, walks)
    personal = Personal(knowledge, records, kept_days())
    reminding = Reminding(knowledge)
    names = [checklist.name for checklist in library.checklists]
    return [
        CallbackQueryHandler(ChecklistTaps(walks).taps, "^k"),
        CallbackQueryHandler(personal.decides, "^e:"),
        CallbackQueryHandler(reminding.presses, "^[rp]:"),
        CallbackQueryHandler(Presses(knowledge, asking).presses),
        CommandHandler("start", private.starts, _PRIVATE & _NEW),
        CommandHandler(["bantuan", "help"], private.asks_for_help, _PRIVATE & _NEW),
        CommandHandler("topik", private.browses_topics, _PRIVATE & _NEW),
        CommandHandler("tanya", private.asks, _PRIVATE),
        CommandHandler(names, private.opens_checklist, _PRIVATE & _NEW),
        CommandHandler("lanjut", checklists.resumes, _NEW),
        CommandHandler("batal", checklists.cancels, _NEW),
        *_own(personal, reminding),
        MessageHandler(_PRIVATE & filters.COMMAND & _NEW, private.sends_unknown_command),
        EditedAnswerHandler(_OURS, replies.edits_answer, library),
        WalkingHandler((_PRIVATE | _GROUP) & _SAID, replies.types, library),
        WordHandler(_PRIVATE & _SAID & _NEW, checklists.says_word, library),
        MessageHandler(_PRIVATE & _SAID, private.asks),
        MessageHandler(_PRIVATE & _MEDIA & _NEW, private.sends_media),
        CommandHandler("tanya", group.asks, _GROUP),
        CommandHandler(["bantuan", "help"], group.asks_for_help, _GROUP & _NEW),
        CommandHandler(names, checklists.opens_in_group, _GROUP & _NEW),
        CommandHandler(_OWN, checklists.goes_private, _GROUP & _NEW),
        ExpectedHandler(QUESTION, _GROUP & _NEW & filters.REPLY & filters.TEXT & ~filters.COMMAND, group.says_what),
    ]


def _own(personal: Personal, reminding: Reminding) -> list[Handler]:
    """The commands for what is a person's own, in the private chat."""
    return [
        CommandHandler("riwayat", personal.looks_back, _PRIVATE & _NEW),
        CommandHandler(["privasi", "privacy"], personal.asks_what_is_kept, _PRIVATE & _NEW),
        CommandHandler("hapusdata", personal.asks_to_erase, _PRIVATE & _NEW),
        CommandHandler("pomodoro", reminding.starts_pomodoro, _PRIVATE & _NEW),
    ]


def build(
    token: str,
    knowledge: Knowledge,
    units: BaseUpdateProcessor,
    records: Records,
    *,
    request: BaseRequest,
    fetching: BaseRequest | None = None,
    api_url: str = PUBLIC_API,
) -> App:
    """The application whose updates `units` processes and whose people's results are in `records`.

    It calls the Bot API by `request`, getUpdates by `fetching`.
    """
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .get_updates_request(fetching or request)
        .concurrent_updates(units)
        .context_types(ContextTypes(context=Context))
    )
    app: App = builder.build()
    app.add_handlers(handlers(knowledge, records))
    app.add_error_handler(Failures(knowledge).apologises)
    return app
