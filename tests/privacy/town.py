"""Two people who use all that the bot has, alone and in a group that it listens to, and two operators."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from bot.chat.knowledge import Knowledge
from bot.playground.opening import on_desk
from bot.playground.world import Chat, Json, Person, World
from bot.storage.database import Database, in_memory
from bot.upkeep.keeper import Keeper
from tests.chat.guests import CHOSEN_AFTER, Guest, set_clock
from tests.chat.scenes import Scene
from tests.clock import Clock
from tests.talk import buttons_of, words_of

Opened = Callable[[], AbstractAsyncContextManager["Town"]]
"""Opens a new town; short where hypothesis tells what it did."""
OFTEN = 1_000  # questions to the operators, so that a long life is not at its limit after three
_FIRST_PERSON = 8_907_341_652  # long enough to be no part of a time or of another id
_FIRST_UPDATE = 40_001


@dataclass
class Town:
    """Everybody and everything; each person by their private chat."""

    sari: Scene
    budi: Scene
    rina: Scene
    doni: Scene
    group: Chat
    clock: Clock

    @property
    def askers(self) -> tuple[Scene, Scene]:
        """Those who use the bot."""
        return self.sari, self.budi

    @property
    def operators(self) -> tuple[Scene, Scene]:
        """Those who run it."""
        return self.rina, self.doni

    @property
    def world(self) -> World:
        """The Telegram around them."""
        return self.sari.desk.world

    @property
    def database(self) -> Database:
        """What the bot keeps."""
        return self.sari.database

    def inside(self, person: Scene) -> Guest:
        """Somebody in the group."""
        return Guest(person, self.group, self.clock, person.person)

    def later(self, seconds: float = 700.0) -> None:
        """Let the group be quiet for a while, so that the bot may speak there again."""
        self.clock.pass_by(seconds)

    def buttons(self, chat: Chat) -> Iterator[tuple[Json, str]]:
        """All buttons that are on a screen in a chat now."""
        for message in list(chat.messages.values()):
            yield from ((message, one["callback_data"]) for one in buttons_of(message) if "callback_data" in one)

    def names_of(self, person: Person) -> list[str]:
        """By what somebody could be known: every id and name, in every way that it may be written."""
        numbers = (str(person.id), _base36(person.id))
        return [*numbers, person.first_name.casefold(), str(person.username).casefold()]

    def told(self, operator: Scene) -> list[str]:
        """All that stands in an operator's chat with the bot, captions and the content of documents too."""
        found = [words_of(message) for message in operator.from_bot]
        found += [button["text"] for message in operator.from_bot for button in buttons_of(message)]
        for message in operator.from_bot:
            if isinstance(document := message.get("document"), dict):
                found.append(self.world.files[document["file_id"]].decode("utf-8-sig"))
        return found


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


@asynccontextmanager
async def town(
    knowledge: Knowledge, database: Database | None = None, folder: Path | None = None
) -> AsyncIterator[Town]:
    """A new town over an in-memory database, or one that is given and closed afterwards.

    What is taught is written into `folder`, if there is one.
    """
    clock = Clock()
    world = World(clock)
    world.privacy = False
    world.next_ids.update(person=_FIRST_PERSON, update=_FIRST_UPDATE)
    people = [world.person(name, f"{name}_qx".casefold()) for name in ("Sarimbit", "Budiarjo", "Rinawati", "Donimulya")]
    kept = database or in_memory()
    with pytest.MonkeyPatch.context() as patch:
        set_clock(patch, clock)
        patch.setattr("bot.chat.relaying.MOST_SENT", OFTEN)
        # The search is kept: to build it anew for each thing that is taught would take seconds.
        keeper = partial(Keeper, over=lambda library: replace(knowledge, library=library))
        patch.setattr("bot.playground.opening.Keeper", keeper)
        try:
            operators = {one.id for one in people[2:]}
            async with on_desk(knowledge, kept, world, operators=operators, folder=folder) as (desk, request):
                group = world.group("Microstock ID")
                sari, budi, rina, doni = (Scene(desk, request, kept, knowledge.library, person) for person in people)
                for person in people:
                    group.set_member(person, "member")
                found = Town(sari, budi, rina, doni, group, clock)
                await found.inside(found.sari).choose_settings(listening=True, welcome=True)
                clock.pass_by(CHOSEN_AFTER)
                yield found
        finally:
            await kept.close()
