"""What the bot says of itself outside of chats: its command menus by scope and language, and its descriptions."""

from __future__ import annotations

import re

from bot.playground.access import Access, chat_of
from bot.playground.accounts import Json
from bot.playground.fields import Fields
from bot.playground.refusals import bad
from bot.playground.world import World

_COMMAND = re.compile(r"[a-z0-9_]+")
_LONGEST_COMMAND, _LONGEST_ABOUT, _MOST_COMMANDS = 32, 256, 100  # characters, twice
_LONGEST = {"description": 512, "short_description": 120}  # characters
_LANGUAGE = re.compile("[a-z]{2}")
_EVERYWHERE = {"type": "default"}
_SCOPES: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


class Profile:
    """The methods that set and tell the bot's menus and descriptions; each takes its parameters and raises ApiError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def set_commands(self, params: Json) -> bool:
        """The method setMyCommands."""
        commands = params.get("commands")
        if commands is None:
            raise bad('parameter "commands" is required')
        if not isinstance(commands, list | tuple):
            raise bad("expected an Array of BotCommand")
        read = [_command(Fields.of("BotCommand", command, ("command", "description"))) for command in commands]
        if len(read) > _MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        self._world.settings[self._menu(params)] = read
        return True

    def commands(self, params: Json) -> object:
        """The method getMyCommands: those of exactly this scope and language."""
        return self._world.settings.get(self._menu(params), [])

    def set_words(self, params: Json, name: str) -> bool:
        """The methods setMyDescription and setMyShortDescription, by the name of their parameter."""
        text = str(params.get(name, ""))
        if len(text) > _LONGEST[name]:
            raise bad(f"{name} is too long")
        self._world.settings[name + _language(params)] = text
        return True

    def words(self, params: Json, name: str) -> Json:
        """The methods getMyDescription and getMyShortDescription: as said in a language, else as said in any."""
        told = self._world.settings.get(name + _language(params)) or self._world.settings.get(name, "")
        return {name: told}

    def _menu(self, params: Json) -> str:
        """The name under which a scope's commands are kept."""
        scope = params.get("scope")
        if scope is not None:
            self._check_scope(scope)
        written = dict(sorted(scope.items())) if isinstance(scope, dict) else scope
        return f"commands{None if scope == _EVERYWHERE else written}{_language(params)}"

    def _check_scope(self, scope: object) -> None:
        kind = scope.get("type") if isinstance(scope, dict) else None
        if isinstance(scope, dict) and kind not in _SCOPES:
            raise bad("can't parse BotCommandScope: Unsupported type specified")
        needed = _SCOPES.get(str(kind), ())
        fields = Fields.of("BotCommandScope", scope, ("type", *needed))
        for name in needed:
            if fields.values.get(name) is None:
                raise fields.missing(name)
        if needed:
            chat_of(self._world, {"chat_id": fields.values["chat_id"]}, Access.READ_MEMBERS)


def _command(fields: Fields) -> Json:
    command = fields.needed_text("command").strip().removeprefix("/")
    about = fields.needed_text("description").strip()
    if not _COMMAND.fullmatch(command) or len(command) > _LONGEST_COMMAND:
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(about) <= _LONGEST_ABOUT:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": about}


def _language(params: Json) -> str:
    """What a language adds to the name of a setting; raises ApiError where it is none."""
    language = params.get("language_code")
    if language is None:
        return ""
    if not _LANGUAGE.fullmatch(str(language)):
        raise bad("invalid language code specified")
    return f"/{language}"
