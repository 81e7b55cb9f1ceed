"""All that a page must know to begin with, as JSON."""

from __future__ import annotations

from bot.playground.accounts import Json, Person
from bot.playground.chats import Chat
from bot.playground.page.cast import Cast
from bot.playground.world import World

_SCOPES = {"private": "all_private_chats", "group": "all_group_chats", "admins": "all_chat_administrators"}
"""The page's names for the scopes of command menus."""


def state_json(world: World, cast: Cast, panel: Json) -> Json:
    """The bot, people, chats with their messages, command menus, settings, and the author's panel."""
    chats = [*(world.chats[person.id] for person in cast.people), cast.group]
    return {
        "bot": _bot(world),
        "people": [_person(person, cast) for person in cast.people],
        "chats": [_chat(chat) for chat in chats],
        "messages": {str(chat.id): list(chat.messages.values()) for chat in chats},
        "commands": {
            **{name: _commands(world, {"type": scope}) for name, scope in _SCOPES.items()},
            "own": {str(person.id): own for person in cast.people if (own := _own_commands(world, person))},
        },
        "privacy": world.privacy,
        "panel": panel,
    }


def _bot(world: World) -> Json:
    bot = world.bot_json()
    return {
        "username": bot["username"],
        "name": bot["first_name"],
        "description": world.settings.get("description", ""),
    }


def _person(person: Person, cast: Cast) -> Json:
    return {"id": person.id, "name": person.first_name, "role": "creator" if person is cast.owner else "member"}


def _chat(chat: Chat) -> Json:
    topics = [chat.general, *chat.topics.values()] if chat.forum else []
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "person": chat.id if chat.kind == "private" else None,
        "forum": chat.forum,
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in topics],
        "bot": chat.bot.status,
    }


def _commands(world: World, scope: Json) -> object:
    return world.settings.get(f"commands{scope}", [])


def _own_commands(world: World, person: Person) -> object:
    """The commands that are offered to one person alone, in the place of those of all private chats."""
    return _commands(world, {"chat_id": person.id, "type": "chat"})
