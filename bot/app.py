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
from bot.chat.context import Context
from bot.chat.expecting import QUESTION, ExpectedHandler
from bot.chat.failures import Failures
from bot.chat.groups import GroupChat
from bot.chat.knowledge import Knowledge
from bot.chat.presses import Presses
from bot.chat.private import PrivateChat
from bot.settings import PUBLIC_API

App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]
Handler = BaseHandler[Update, Context, None]

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)

_OURS = filters.UpdateType.MESSAGES  # new and edited ones; not those of business accounts
_PRIVATE = _OURS & filters.ChatType.PRIVATE
_GROUP = _OURS & filters.ChatType.GROUPS
_NEW = filters.UpdateType.MESSAGE
_WORDS = filters.TEXT | filters.CAPTION
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


def handlers(knowledge: Knowledge) -> list[Handler]:
    """Every handler, in the order in which they are tried."""
    asking = Asking(knowledge)
    private = PrivateChat(knowledge, asking)
    group = GroupChat(knowledge, asking)
    presses = Presses(knowledge, asking)
    checklists = [checklist.name for checklist in knowledge.library.checklists]
    return [
        CallbackQueryHandler(presses.presses),
        CommandHandler("start", private.starts, _PRIVATE & _NEW),
        CommandHandler(["bantuan", "help"], private.asks_for_help, _PRIVATE & _NEW),
        CommandHandler("topik", private.browses_topics, _PRIVATE & _NEW),
        CommandHandler("tanya", private.asks, _PRIVATE),
        CommandHandler(checklists, private.opens_checklist, _PRIVATE & _NEW),
        MessageHandler(_PRIVATE & filters.COMMAND & _NEW, private.sends_unknown_command),
        MessageHandler(_PRIVATE & _WORDS & ~filters.COMMAND, private.asks),
        MessageHandler(_PRIVATE & _MEDIA & _NEW, private.sends_media),
        CommandHandler("tanya", group.asks, _GROUP),
        CommandHandler(["bantuan", "help"], group.asks_for_help, _GROUP & _NEW),
        ExpectedHandler(QUESTION, _GROUP & _NEW & filters.REPLY & filters.TEXT & ~filters.COMMAND, group.says_what),
    ]


def build(
    token: str,
    knowledge: Knowledge,
    units: BaseUpdateProcessor,
    *,
    request: BaseRequest,
    fetching: BaseRequest | None = None,
    api_url: str = PUBLIC_API,
) -> App:
    """The application whose updates `units` processes; it calls the Bot API by `request`, getUpdates by `fetching`."""
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
    app.add_handlers(handlers(knowledge))
    app.add_error_handler(Failures(knowledge).apologises)
    return app
