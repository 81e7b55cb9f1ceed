"""What is kept of the in-memory Telegram from one start to the next, and where.

The world stands in one JSON file, which is written anew each time. What was uploaded stands in a folder beside it, each
file written once under the SHA-256 of what it holds: a save stays small however many pictures there are, and a world
that begins anew and gives its first file id again gets its own picture, not the old one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import UsageError
from bot.playground.chats import Chat
from bot.playground.world import Json, Person, World

_VERSION = 1
_LEAP = 1000
"""How far ids jump at each start, over those that were given after the last save."""
_NAME = re.compile(r"[0-9a-f]{64}")


class _Kept(BaseModel):
    """A world as the file holds it; queries that wait for an answer are not among it, they are too old by then."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    privacy: bool
    group_limit: int | None
    next_ids: dict[str, int]
    people: dict[int, Person]
    chats: dict[int, Chat]
    inline_messages: dict[str, Json]
    pending: list[Json]
    settings: Json
    files: dict[str, str]
    """The names of uploads by their file ids."""


_AS_THEY_ARE = ("privacy", "group_limit", "next_ids", "people", "chats", "inline_messages", "pending", "settings")


def file_name(content: bytes) -> str:
    """The name under which an upload is kept: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def dump(world: World) -> Json:
    """A world as JSON, uploads by their names."""
    files = {file_id: file_name(content) for file_id, content in world.files.items()}
    values = {name: getattr(world, name) for name in _AS_THEY_ARE}
    return _Kept.model_construct(version=_VERSION, files=files, **values).model_dump()


def restore(data: object, uploads: Mapping[str, bytes], clock: Callable[[], float] = time.time) -> World:
    """The world of which `dump` told, with the uploads by their names; raises ValueError where it is none."""
    kept = _Kept.model_validate(data)
    world = World(clock)
    if kept.next_ids.keys() != world.next_ids.keys():
        raise ValueError(f"next_ids has {', '.join(kept.next_ids)}, not {', '.join(world.next_ids)}")
    if missing := set(kept.files.values()) - uploads.keys():
        raise ValueError(f"the file {min(missing)} is missing or damaged")
    for name in _AS_THEY_ARE:
        setattr(world, name, getattr(kept, name))
    world.files = {file_id: uploads[name] for file_id, name in kept.files.items()}
    _join(world)
    return world


def _join(world: World) -> None:
    """Make one again of what stands in a chat and is known elsewhere, too: a change of it shows in both places."""
    for inline_id, message in world.inline_messages.items():
        about = message.get("chat")
        chat = world.chats.get(int(about.get("id", 0))) if isinstance(about, dict) else None
        world.inline_messages[inline_id] = _standing(chat, message)
    for chat in world.chats.values():
        for topic in chat.topics.values():
            topic.created = topic.created and _standing(chat, topic.created)


def _standing(chat: Chat | None, message: Json) -> Json:
    """The message of this id that stands in a chat, the given one where it does not, or not any more."""
    return chat.messages.get(int(str(message.get("message_id"))), message) if chat else message


class Keeper:
    """Keeps a world in a JSON file, and what was uploaded in the folder `<name>-files` beside it.

    A bot that keeps its database takes an update whose id it has seen for done. So they count on from the second (Unix
    time) of a start: no world has one of another's, even where the file is lost and the database is not.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._files = path.with_name(f"{path.stem}-files")
        self._clock = clock

    def load(self) -> World | None:
        """The world that was saved last, None where there is none; raises UsageError and leaves the file as it is."""
        try:
            data = json.loads(self._path.read_bytes())
            world = restore(data, self._kept_files(), self._clock)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise UsageError(
                f"{self._path}: the playground's chats cannot be read ({_reason(error)}). "
                f"Delete it, and {self._files} beside it, to begin with new ones."
            ) from None
        world.next_ids = {kind: upcoming + _LEAP for kind, upcoming in world.next_ids.items()}
        return self._begun(world)

    def begin(self) -> World:
        """A new world, with nothing in it."""
        return self._begun(World(self._clock))

    def _begun(self, world: World) -> World:
        world.next_ids["update"] = max(world.next_ids["update"], int(self._clock()))
        return world

    def save(self, world: World) -> None:
        """Put a world in the place of the one before, or, where that fails (OSError), leave that one whole."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        files = {file_name(content): content for content in world.files.values()}
        self._add(files)
        _write(self._path, json.dumps(dump(world), separators=(",", ":")).encode())
        self._remove_files(but=files)

    def forget(self) -> None:
        """Remove what was saved."""
        self._path.unlink(missing_ok=True)
        self._remove_files()
        with suppress(OSError):  # there is none, or somebody has put something else there
            self._files.rmdir()

    def _remove_files(self, but: Container[str] = ()) -> None:
        for path in self._files.glob("*"):
            if path.name not in but and _NAME.fullmatch(path.name):
                path.unlink()

    def _add(self, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            if not (path := self._files / name).exists():
                self._files.mkdir(exist_ok=True)
                _write(path, content)

    def _kept_files(self) -> dict[str, bytes]:
        """Those that are whole, by their names."""
        read = ((path.name, path.read_bytes()) for path in self._files.glob("*") if _NAME.fullmatch(path.name))
        return {name: content for name, content in read if file_name(content) == name}


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is never seen half written, not even after a loss of power."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _reason(error: OSError | ValueError) -> str:
    """Why a file is no world, in one line, without what people wrote."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'all of it'}: {first['msg']}"
    return str(error)
