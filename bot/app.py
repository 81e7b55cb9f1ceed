"""Builds the whole bot. The order of handlers reads as one table: the first that fits an update takes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat.addressing import FromPerson, NotThroughUs
from bot.chat.admins import Admins
from bot.chat.asking import Asking
from bot.chat.checklists import ChecklistCommands, ChecklistTaps
from bot.chat.context import Context
from bot.chat.expecting import TEACH, Callback, EditedHandler, ExpectingHandler
from bot.chat.failures import Failures
from bot.chat.groups import GroupChat
from bot.chat.guest_presses import GuestPresses
from bot.chat.inline import InlineChat
from bot.chat.knowledge import Knowledge
from bot.chat.manners import Manners
from bot.chat.membership import Membership, Welcoming
from bot.chat.missing import MissingQuestions
from bot.chat.office import Office
from bot.chat.operators import FromOperator
from bot.chat.pace import Paces
from bot.chat.panel import Panel
from bot.chat.personal import Personal
from bot.chat.presses import Presses
from bot.chat.private import PrivateChat
from bot.chat.relay_answers import RelayAnswers
from bot.chat.relay_places import AboutRelay
from bot.chat.relay_rewriting import RewriteHandler, Rewriting
from bot.chat.relaying import Relaying
from bot.chat.relays_in_hand import RelaysInHand
from bot.chat.reloading import Reloading
from bot.chat.reminding import Reminding, Ringing
from bot.chat.replying import ChecklistReplies
from bot.chat.rings import Rings
from bot.chat.statistics import Statistics
from bot.chat.versions import Current, Handler, Versions
from bot.chat.walking import EditedAnswerHandler, WalkingHandler, WordHandler
from bot.chat.walks import Walks
from bot.content.library import Library
from bot.replies.relay_taps import ASKERS, OPERATORS
from bot.settings import PUBLIC_API
from bot.storage.privacy import kept_tables
from bot.storage.protocols import Groups, Records

App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
)

_OURS = filters.UpdateType.MESSAGES  # new and edited ones; not those of business accounts
_PRIVATE = _OURS & filters.ChatType.PRIVATE & NotThroughUs()
_ANY_GROUP = _OURS & filters.ChatType.GROUPS
_GROUP = _ANY_GROUP & FromPerson()
_EVENTS = filters.StatusUpdate
_NEW = filters.UpdateType.MESSAGE
_WORDS = filters.TEXT | filters.CAPTION
_SAID = _WORDS & ~filters.COMMAND
_BY_NAME = filters.Regex(r"^/\w+@")  # what every bot has is answered only by the one that is named
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


def handlers(
    knowledge: Knowledge, records: Records, manners: Manners, office: Office, in_hand: RelaysInHand
) -> list[Handler]:
    """Every handler over one version of the knowledge, in the order in which they are tried."""
    library = knowledge.library
    asking = Asking(knowledge, office)
    private = PrivateChat(knowledge, asking, records.parked)
    group = GroupChat(knowledge, asking, manners)
    admins = Admins()
    panel = Panel(knowledge, manners, admins)
    politely = manners.politely
    walks = Walks(knowledge, records, manners.may_add)
    checklists = ChecklistCommands(walks)
    replies = ChecklistReplies(knowledge, asking, walks, group)
    personal = Personal(knowledge, records, kept_tables())
    reminding = Reminding(knowledge)
    names = [checklist.name for checklist in library.checklists]
    return [
        CallbackQueryHandler(ChecklistTaps(walks).taps, "^k"),
        CallbackQueryHandler(personal.decides, "^e:"),
        CallbackQueryHandler(reminding.presses, "^[rp]:"),
        CallbackQueryHandler(GuestPresses(knowledge, asking, manners, admins).presses, "^g"),
        CallbackQueryHandler(panel.presses, "^a:"),
        *_relayed(knowledge, office, manners, in_hand),
        *_for_operators(knowledge, office, records, checklists),
        CallbackQueryHandler(Presses(knowledge, asking).presses),
        *_inline(InlineChat(knowledge, records)),
        *_events(Membership(knowledge, manners, admins)),
        *_alone(private, panel, names),
        CommandHandler("lanjut", politely(checklists.resumes), (_PRIVATE | _GROUP) & _NEW),
        CommandHandler("batal", politely(checklists.cancels, asked=False), (_PRIVATE | _GROUP) & _NEW),
        *_own(personal, reminding),
        MessageHandler(_PRIVATE & filters.COMMAND & _NEW, private.sends_unknown_command),
        *_steps(replies, checklists, politely, library),
        MessageHandler(_PRIVATE & _SAID, private.asks),
        MessageHandler(_PRIVATE & _MEDIA & _NEW, private.sends_media),
        CommandHandler(names, politely(checklists.opens_in_group), _GROUP & _NEW),
        CommandHandler(_OWN, politely(checklists.goes_private), _GROUP & _NEW),
        *_asked(group, panel, politely),
    ]


def _inline(inline: InlineChat) -> list[Handler]:
    """Whatever is typed after the bot's name in any chat."""
    return [InlineQueryHandler(inline.types), ChosenInlineResultHandler(inline.chooses)]


def _steps(
    replies: ChecklistReplies,
    checklists: ChecklistCommands,
    politely: Callable[..., Callback],
    library: Library,
) -> list[Handler]:
    """What is typed by somebody who walks a checklist."""
    return [
        EditedAnswerHandler(_PRIVATE | _GROUP, politely(replies.edits_answer), library),
        WalkingHandler((_PRIVATE | _GROUP) & _SAID, politely(replies.types, asked=False), library),
        WordHandler(_PRIVATE & _SAID & _NEW, checklists.says_word, library),
    ]


def _relayed(knowledge: Knowledge, office: Office, manners: Manners, in_hand: RelaysInHand) -> list[Handler]:
    """Questions that go on to the operators, and their answers."""
    relaying = Relaying(knowledge, office, in_hand)
    rewriting = Rewriting(knowledge, manners)
    answers = RelayAnswers(knowledge, office, manners, in_hand)
    theirs = FromOperator(office.operators) & AboutRelay()
    return [
        CallbackQueryHandler(relaying.presses, ASKERS),
        CallbackQueryHandler(answers.presses, OPERATORS),
        MessageHandler(_PRIVATE & theirs & (_SAID | _MEDIA), answers.answers),
        RewriteHandler((_PRIVATE | _GROUP) & _SAID, rewriting.rewrites),
        RewriteHandler((_PRIVATE | _GROUP) & _NEW & filters.Regex(r"^/batal\b"), rewriting.gives_up),
    ]


def _for_operators(
    knowledge: Knowledge, office: Office, records: Records, checklists: ChecklistCommands
) -> list[Handler]:
    """What those who run the bot do; nobody else is told that there is such a thing."""
    statistics = Statistics(knowledge, office, records)
    missing = MissingQuestions(knowledge, office)
    theirs = FromOperator(office.operators) & _NEW
    return [
        CallbackQueryHandler(statistics.presses, "^s!"),
        CallbackQueryHandler(missing.presses, "^b!"),
        CommandHandler("statistik", statistics.asks, _PRIVATE & theirs),
        CommandHandler("muat", Reloading(knowledge, office).reloads, _PRIVATE & theirs),
        CommandHandler("belum", missing.asks, _PRIVATE & theirs),
        ExpectingHandler(_PRIVATE & theirs & filters.Regex(r"^/batal\b"), missing.gives_up, TEACH),
        ExpectingHandler(_PRIVATE & theirs & _SAID, missing.writes, TEACH),
        EditedHandler(_PRIVATE & FromOperator(office.operators) & _SAID, missing.edits, TEACH),
        CommandHandler(["statistik", "belum", "muat"], checklists.goes_private, _GROUP & theirs),
    ]


def _alone(private: PrivateChat, panel: Panel, checklists: Sequence[str]) -> list[Handler]:
    """Where somebody begins alone with the bot."""
    return [
        CommandHandler("start", private.starts, _PRIVATE & _NEW),
        CommandHandler(["bantuan", "help"], private.asks_for_help, _PRIVATE & _NEW),
        CommandHandler("topik", private.browses_topics, _PRIVATE & _NEW),
        CommandHandler("tanya", private.asks, _PRIVATE),
        CommandHandler(checklists, private.opens_checklist, _PRIVATE & _NEW),
        CommandHandler("pengaturan", panel.opens_in_private, _PRIVATE & _NEW),
    ]


def _events(membership: Membership) -> list[Handler]:
    """What happens to the bot and to others in groups and channels."""
    return [
        ChatMemberHandler(membership.changes, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(_ANY_GROUP & _EVENTS.MIGRATE, membership.moves),
        MessageHandler(_ANY_GROUP & _EVENTS.FORUM_TOPIC_REOPENED, membership.reopens),
        MessageHandler(_ANY_GROUP & _EVENTS.NEW_CHAT_MEMBERS, membership.joins),
    ]


def _asked(group: GroupChat, panel: Panel, politely: Callable[[Callback], Callback]) -> list[Handler]:
    """Questions in a group, at last: whatever else is said there is looked at for one."""
    return [
        CommandHandler("bantuan", politely(group.asks_for_help), _GROUP & _NEW),
        CommandHandler(["help", "start"], politely(group.asks_for_help), _GROUP & _NEW & _BY_NAME),
        CommandHandler("topik", politely(group.looks_for_topics), _GROUP & _NEW),
        CommandHandler("pengaturan", panel.opens, _GROUP & _NEW),
        MessageHandler(_GROUP & _WORDS, group.says),
    ]


def _own(personal: Personal, reminding: Reminding) -> list[Handler]:
    """The commands for what is a person's own, in the private chat."""
    return [
        CommandHandler("riwayat", personal.looks_back, _PRIVATE & _NEW),
        CommandHandler(["privasi", "privacy"], personal.asks_what_is_kept, _PRIVATE & _NEW),
        CommandHandler("hapusdata", personal.asks_to_erase, _PRIVATE & _NEW),
        CommandHandler("pomodoro", reminding.starts_pomodoro, _PRIVATE & _NEW),
    ]


def rings_over(current: Current, bot: Bot, groups: Groups) -> Rings:
    """What rings alarms, with the knowledge that is in use as each rings."""
    return Rings(
        lambda: Ringing(current.knowledge.library, bot), lambda: Welcoming(current.knowledge.library, bot, groups)
    )


def build(
    token: str,
    current: Current,
    units: BaseUpdateProcessor,
    records: Records,
    groups: Groups,
    office: Office,
    *,
    request: BaseRequest,
    fetching: BaseRequest | None = None,
    api_url: str = PUBLIC_API,
) -> App:
    """The application whose updates `units` processes; what is kept of people is in `records`, of groups in `groups`.

    It calls the Bot API by `request`, getUpdates by `fetching`. Where another knowledge is used from now on, it is so
    for updates that begin after that.
    """
    paces, in_hand = Paces(), RelaysInHand()

    def manners(knowledge: Knowledge) -> Manners:
        return Manners(knowledge, groups, paces)

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
    app.add_handler(
        Versions(current, lambda known: [MessageHandler(_GROUP & _WORDS, manners(known).lets_in)]), group=-1
    )
    app.add_handler(Versions(current, lambda known: handlers(known, records, manners(known), office, in_hand)))
    app.add_error_handler(Failures(current, manners).ends)
    return app
