"""A thousand messages in twenty groups at once: nobody is forgotten, no limit breaks, all is in its place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from bot.chat.knowledge import Knowledge
from bot.chat.memory import MOST_REPLIES
from bot.playground.world import Json
from bot.replies.guest import answered
from bot.replies.guest_taps import read_guest_tap
from tests import samples
from tests.chat.guests import MINUTE, US, Guest, links_of, quoted_id, visiting
from tests.chat.scenes import said
from tests.talk import buttons_of, words_of

GROUPS = 20
PEOPLE = ("Budi", "Wati", "Agus", "Dewi", "Rini", "Joko")
NOBODY_KNOWS = "siapa presiden prancis"
FORMS = ("/tanya {}", f"/tanya{US} {{}}", f"{{}} {US}", f"{US} {{}}", f"{US}, {{}}")


@dataclass
class Spoken:
    """A message of the storm, who wrote it, the entry that it asks the bot for, and whose the buttons then are."""

    message: Json
    by: Guest
    addressed: bool
    entry_id: str | None = None
    owners: tuple[int, ...] = ()


@dataclass
class Room:
    """A group in the storm: the people in it, each in every topic, and what was said."""

    guests: list[Guest]
    busy: float
    spoken: list[Spoken] = field(default_factory=list)

    @property
    def one(self) -> Guest:
        return self.guests[0]

    def by_id(self) -> dict[object, Spoken]:
        return {spoken.message["message_id"]: spoken for spoken in self.spoken}


@asynccontextmanager
async def storm(knowledge: Knowledge, waves: int, size: int, between: float) -> AsyncIterator[list[Room]]:
    """Twenty groups of all kinds after waves of `size` messages in each at once, some seconds apart."""
    lines = Lines(knowledge, Random(7))  # noqa: S311 - the same storm each time
    async with visiting(knowledge, privacy=False) as sari:
        rooms = [await _furnish(sari, number) for number in range(GROUPS)]
        for _ in range(waves):
            await asyncio.gather(*(_speak(room, lines) for room in rooms for _ in range(size)))
            sari.clock.pass_by(between)
        yield rooms


async def _furnish(sari: Guest, number: int) -> Room:
    """A basic group, a supergroup or a forum with two topics; every other one is listened to."""
    kind, forum = ("group", False) if number % 3 == 0 else ("supergroup", number % 3 == 1)
    chat = sari.desk.world.group(f"Grup {number}", kind=kind, forum=forum)
    here = Guest(sari, chat, sari.clock)
    guests = [here, *(here.beside(name) for name in PEOPLE)]
    if forum:
        topics = [await here.desk.open_topic(chat, name, here.person) for name in ("Pajak", "Rehat")]
        guests += [guest.inside(topic) for guest in guests for topic in topics]
    if number % 2:
        await here.choose_settings(listening=True)
    return Room(guests, busy=0.25 + 0.7 * number / GROUPS)


class Lines:
    """What people say in the storm, by chance but always the same."""

    def __init__(self, knowledge: Knowledge, random: Random) -> None:
        self.random = random
        search, entries = knowledge.search, knowledge.library.entries.values()
        chatter = (item.question for item in samples.group("chatter"))
        self._chatter = [line for line in chatter if search.overhear(line).decision == "silent"]
        known = [(one.title, one.id) for one in entries if answered(search.ask(one.title)) == [one.id]]
        self._questions: list[tuple[str, str | None]] = [*known, *[(NOBODY_KNOWS, None)] * 5]

    def chatter(self) -> str:
        return self.random.choice(self._chatter)

    def question(self) -> tuple[str, str | None]:
        """A question to the bot and the entry that answers it."""
        text, entry_id = self.random.choice(self._questions)
        return self.random.choice(FORMS).format(text), entry_id


async def _speak(room: Room, lines: Lines) -> None:
    guest = lines.random.choice(room.guests)
    if lines.random.random() > room.busy:
        room.spoken.append(Spoken(await guest.ask(lines.chatter()), guest, addressed=False))
        return
    text, entry_id = lines.question()
    manner: dict[str, Any] = lines.random.choice([{}, {}, {}, {"anonymous": True}])
    message = await guest.ask(text, **manner)
    room.spoken.append(Spoken(message, guest, True, entry_id, () if manner else (guest.person.id,)))


@pytest.fixture(params=[(1, 50, 0.0), (10, 5, 7.0)], ids=["in one moment", "in a minute"])
async def rooms(request: pytest.FixtureRequest, knowledge: Knowledge) -> AsyncIterator[list[Room]]:
    async with storm(knowledge, *request.param) as found:
        yield found


def replies(rooms: list[Room]) -> Iterator[tuple[Room, Json]]:
    for room in rooms:
        for message in room.one.from_bot:
            yield room, message


def test_a_storm(rooms: list[Room]) -> None:
    """One test, since the storm takes seconds."""
    assert sum(len(room.spoken) for room in rooms) == 1_000
    _check_limits(rooms)
    for room, reply in replies(rooms):
        _check_place(room, reply)
        _check_words(room, reply)
    for room in rooms:
        _check_nobody_is_forgotten(room)
    told = [words_of(reply) for _, reply in replies(rooms)]
    texts = rooms[0].one.library.texts.group
    assert len(told) > 200
    for line in (texts.too_busy, texts.too_fast, texts.unknown, texts.again, texts.again_above):
        assert said(line) in told, "the storm is strong enough to show everything"


def _check_limits(rooms: list[Room]) -> None:
    """Never more than 20 messages within any minute in a group, and none that Telegram refused."""
    assert rooms[0].one.errors == []
    for room in rooms:
        times = [float(str(message["date"])) for message in room.one.from_bot]
        assert len(times) == len(room.one.tried)
        assert all(sum(begin <= at < begin + MINUTE for at in times) <= MOST_REPLIES for begin in times)


def _check_place(room: Room, reply: Json) -> None:
    """A reply to a question that was put to the bot, in its topic, whose buttons are its asker's."""
    spoken = room.by_id().get(quoted_id(reply))
    assert spoken, "every reply quotes a message of the storm"
    assert spoken.addressed, "chatter is left alone"
    assert reply.get("message_thread_id") == spoken.message.get("message_thread_id") or not room.one.chat.forum
    assert ("is_topic_message" in reply) == bool(spoken.by.place)
    for button in buttons_of(reply):
        tap = read_guest_tap(button.get("callback_data", ""), room.one.library)
        assert tap is None or tap.owners == spoken.owners


def _check_words(room: Room, reply: Json) -> None:
    """The answer to that very question, the way to it, or a word that it is too much."""
    spoken, guest, texts = room.by_id()[quoted_id(reply)], room.one, room.one.library.texts.group
    text = words_of(reply)
    if text in (said(texts.too_busy), said(texts.too_fast)):
        return
    if spoken.entry_id is None:
        assert text == said(texts.unknown)
    elif text == said(texts.again):
        (link,) = links_of(reply)
        assert guest.is_answer(words_of(guest.chat.messages[int(link.rpartition("/")[2])]), spoken.entry_id)
    elif text == said(texts.again_above):
        assert any(guest.is_answer(words_of(one), spoken.entry_id) for one in guest.from_bot)
    else:
        assert guest.is_answer(text, spoken.entry_id), f"{text[:80]!r} is no answer for {spoken.entry_id}"


def _check_nobody_is_forgotten(room: Room) -> None:
    """Each question got one reply, or its asker or the group had been told by then that it is too much."""
    texts = room.one.library.texts.group
    lines = [(one, words_of(one)) for one in room.one.from_bot]
    busy = [one["date"] for one, text in lines if text == said(texts.too_busy)]
    fast = [(room.by_id()[quoted_id(one)].owners, one["date"]) for one, text in lines if text == said(texts.too_fast)]
    for spoken in room.spoken:
        found = room.one.replies_to(spoken.message)
        if not spoken.addressed:
            assert found == []
            continue
        date = float(str(spoken.message["date"]))
        told = any(float(str(at)) <= date for at in busy)
        told = told or any(owners == spoken.owners and float(str(at)) <= date for owners, at in fast)
        assert len(found) == 1 or (not found and told)
