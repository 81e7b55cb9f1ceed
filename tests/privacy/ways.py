"""Every way in which a text enters the bot. Where something fails on purpose, a way may end early."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from bot.playground.inline_results import InlineAnswer, UnansweredError
from bot.playground.world import Json
from tests.chat.guests import US
from tests.chat.relays import QUESTION, notices
from tests.chat.scenes import Scene
from tests.privacy.town import Town
from tests.talk import buttons_of

Way = Callable[[Town, Scene, str], Awaitable[None]]

ORDINARY = "apa itu burnout"
OPEN = "burnout itu apa sih?"
CRY = "aku capek banget, pengen mati aja rasanya"
PHOTO: list[Json] = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
_INLINE = 256  # characters


async def tap(talk: Scene, label: str, under: Json | None = None) -> bool:
    """Press the first button with a label, by default under the bot's last message, if it is there."""
    message = under or (talk.last if talk.from_bot else None)
    found = next((one for one in buttons_of(message or {}) if label in one["text"] and "callback_data" in one), None)
    if message is None or found is None:
        return False
    await talk.desk.press(talk.person, message, found["callback_data"])
    return True


# Questions


async def asks(_: Town, who: Scene, text: str) -> None:
    await who.say(text)


async def edits(_: Town, who: Scene, text: str) -> None:
    message = await who.desk.send(who.person, ORDINARY, who.chat)
    await who.desk.edit(message, text)


async def asks_by_command(_: Town, who: Scene, text: str) -> None:
    await who.say(f"/tanya {text}")


async def writes_a_caption(_: Town, who: Scene, text: str) -> None:
    await who.say("", photo=PHOTO, caption=text)


async def sends_what_is_no_text(_: Town, who: Scene, text: str) -> None:
    await who.say("", contact={"phone_number": text, "first_name": text})
    await who.say("", document={"file_id": "x", "file_unique_id": "y", "file_name": text})


async def cries(_: Town, who: Scene, text: str) -> None:
    await who.say(f"{CRY} {text}")


async def sends_an_unknown_command(_: Town, who: Scene, text: str) -> None:
    await who.say(f"/apaan {text}")


# In a group


async def asks_in_the_group(town: Town, who: Scene, text: str) -> None:
    town.later()
    await town.inside(who).ask(f"/tanya {text}")


async def mentions(town: Town, who: Scene, text: str) -> None:
    town.later()
    message = await town.inside(who).ask(f"{US} {text}")
    await town.inside(who).edit(message, f"{US} lagi {text}")


async def replies_in_the_group(town: Town, who: Scene, text: str) -> None:
    """The bot is called, asks what it is about, and is told."""
    guest = town.inside(who)
    town.later()
    await guest.ask("/tanya")
    if guest.from_bot:
        await guest.ask(text, reply_to_message=guest.last)


async def is_overheard(town: Town, who: Scene, text: str) -> None:
    for open_question in (f"{OPEN} {text}", text, f"{text} {OPEN}", OPEN):
        town.later()
        await town.inside(who).ask(open_question)


async def cries_in_the_group(town: Town, who: Scene, text: str) -> None:
    town.later()
    await town.inside(who).ask(f"{US} {CRY} {text}")


async def points_to_what_another_said(town: Town, who: Scene, text: str) -> None:
    other = town.inside(next(one for one in town.askers if one is not who))
    for question in (text, f"{OPEN} {text}", ORDINARY):
        said = await other.ask(question)
        town.later()
        await town.inside(who).ask("/tanya", reply_to_message=said)


# Inline


async def _types(who: Scene, text: str) -> InlineAnswer | None:
    with suppress(UnansweredError):  # it is let go of where Telegram fails
        return await who.desk.inline(who.person, text[:_INLINE])
    return None


async def chooses_inline(_: Town, who: Scene, text: str) -> None:
    """Type, and choose a result of what was typed on the way; Telegram tells the query as it stands by then.

    What is half-typed is tested in test_texts.py.
    """
    query = f"{ORDINARY} {text}"[:_INLINE]
    await _types(who, query)
    answer = await _types(who, ORDINARY)
    entries = (one for one in answer.results if who.library.named(one.id) in who.library.entries) if answer else ()
    for result in list(entries)[:1]:
        await who.desk.choose(who.person, replace(result, query=query))


async def asks_on_from_inline(_: Town, who: Scene, text: str) -> None:
    """By the button above the results; a long question is parked, and one may be left there."""
    for query in (text, f"{QUESTION} {text}", f"{QUESTION} kak {text}"):
        if (answer := await _types(who, query)) and answer.button and "kak" not in query:
            await who.say(f"/start {answer.button['start_parameter']}")


# Checklists


async def begins(who: Scene, name: str) -> None:
    """Begin a checklist from its first step, whatever became of an earlier run."""
    await who.say(f"/{name}")
    await tap(who, who.library.texts.checklist.start)
    await tap(who, who.library.texts.checklist.restart)


async def answers_a_checklist(town: Town, who: Scene, text: str) -> None:
    for name, before in (("pinjaman", 3), ("harga", 6)):
        await begins(who, name)
        for place in range(before):
            if who.steps:
                button = buttons_of(who.steps[-1])[1 if name == "harga" and not place else 0]
                await who.desk.press(who.person, who.steps[-1], button["callback_data"])
        message = await who.desk.send(who.person, text, who.chat)
        await who.desk.edit(message, f"4jt {text}")
        await who.say("/batal")
        await tap(who, "Ya")


# To the operators


async def offers(who: Scene, text: str) -> bool:
    """Ask and come to what would be sent; whether it is on the screen."""
    await who.say(f"{QUESTION} {text}")
    texts = who.library.texts
    if not await tap(who, texts.relay.offer):
        await tap(who, texts.feedback.none_label)
        await tap(who, texts.buttons.not_helpful)
        await tap(who, texts.feedback.off_topic_label)
        await tap(who, texts.relay.offer)
    return bool(who.from_bot) and texts.relay.send in who.labels


async def sends_to_operators(_: Town, who: Scene, text: str) -> None:
    if await offers(who, text):
        await tap(who, who.library.texts.relay.send)


async def sends_own_words(_: Town, who: Scene, text: str) -> None:
    if await offers(who, text) and await tap(who, who.library.texts.relay.rewrite):
        message = await who.desk.send(who.person, f"tolong {text}", who.chat)
        await who.desk.edit(message, f"tolong ya {text}")
        await tap(who, who.library.texts.relay.send)


async def rates(_: Town, who: Scene, text: str) -> None:
    """Rate the answer to a question alone and with it, in each way."""
    feedback, buttons = who.library.texts.feedback, who.library.texts.buttons
    bad = buttons.not_helpful
    for labels in ((buttons.helpful,), (bad,), (bad, feedback.off_topic_label), (bad, feedback.lacking_label)):
        for question in (ORDINARY, f"{ORDINARY}? {text}"):
            await who.say(question)
            for label in labels:
                await tap(who, label)


WAYS: tuple[Way, ...] = (
    asks,
    edits,
    asks_by_command,
    writes_a_caption,
    sends_what_is_no_text,
    cries,
    sends_an_unknown_command,
    asks_in_the_group,
    mentions,
    replies_in_the_group,
    is_overheard,
    cries_in_the_group,
    points_to_what_another_said,
    chooses_inline,
    asks_on_from_inline,
    answers_a_checklist,
    sends_to_operators,
    sends_own_words,
    rates,
)


# What operators do; the text is their own


async def operator_answers(_: Town, operator: Scene, text: str) -> None:
    """Answer the last question that came, and make a draft of the answer."""
    if came := notices(operator):
        await operator.desk.send(operator.person, f"Begini: {text}.", operator.chat, reply_to_message=came[-1])
        await tap(operator, operator.library.texts.relay.draft)


async def operator_writes(_: Town, operator: Scene, text: str) -> None:
    """Write an answer to the first question in /belum, and put it to use."""
    texts = operator.library.texts.missing
    await operator.say("/belum")
    if await tap(operator, "1.") and await tap(operator, texts.write):
        await operator.say(f"Jawaban pengelola\nJawabannya begini: {text}.")
        await tap(operator, texts.no_article)


async def operator_accepts(_: Town, operator: Scene, __: str) -> None:
    """Make the first question in /belum a phrasing of the nearest entry."""
    await operator.say("/belum")
    if await tap(operator, "1."):
        await operator.desk.press(operator.person, operator.last, operator.buttons[0]["callback_data"])


async def operator_looks(_: Town, operator: Scene, __: str) -> None:
    """See all there is to see: the report, its table, what is missing, what was taught."""
    await operator.say("/statistik")
    await tap(operator, operator.library.texts.report.table_button)
    await operator.say("/statistik 30")
    for label in (operator.library.texts.missing.file, operator.library.texts.missing.drafts):
        await operator.say("/belum")
        await tap(operator, label)
    await operator.say("/muat")


OPERATORS_WRITE: tuple[Way, ...] = (operator_answers, operator_writes)
OPERATORS_LOOK: tuple[Way, ...] = (operator_looks, operator_accepts)
