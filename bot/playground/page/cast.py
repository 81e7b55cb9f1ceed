"""Whom the page begins with: three people, each alone with the bot, and a group with topics that it was added to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.chats import Chat
from bot.playground.telegram import Desk
from bot.playground.world import Person, World

_PEOPLE = (("Sari", "sari_gambar"), ("Budi", "budi_stok"), ("Rina", "rina_admin"))
_GROUP = "Kontributor Microstock Bandung"
_TOPICS = ("Jualan & royalti", "Curhat")


@dataclass(frozen=True)
class Cast:
    """The people whom one can speak as, the last of them the group's owner, and the group."""

    people: tuple[Person, ...]
    group: Chat

    @property
    def owner(self) -> Person:
        """Whose group it is."""
        return self.people[-1]


def people_of(world: World) -> tuple[Person, ...]:
    """The people of a world whom one can speak as; they come into it now where they are not there."""
    if len(world.people) < len(_PEOPLE):
        for name, username in _PEOPLE:
            world.person(name, username)
    return tuple(world.people.values())[-len(_PEOPLE) :]


async def gather(desk: Desk) -> Cast:
    """The cast of a world: who is in it already, or else people and a group that come into it now."""
    return _found(desk.world) or await _made(desk)


def _found(world: World) -> Cast | None:
    group = next((chat for chat in world.chats.values() if chat.is_group), None)
    return Cast(tuple(world.people.values()), group) if group and len(world.people) == len(_PEOPLE) else None


async def _made(desk: Desk) -> Cast:
    people = people_of(desk.world)
    group = desk.world.group(_GROUP, forum=True)
    cast = Cast(people, group)
    for person in people:
        group.set_member(person, "creator" if person is cast.owner else "member")
    for name in _TOPICS:
        desk.world.open_topic(group, name, cast.owner.json())
    await desk.add_bot(group, cast.owner)
    return cast
