"""A world that is kept comes back as it was, goes on from there, and is never lost to a fault."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.playground.chats import Chat
from bot.playground.inline_results import InlineQuery, InlineResult
from bot.playground.keeping import Keeper, dump, file_name, restore
from bot.playground.methods import Methods
from bot.playground.photos import Upload
from bot.playground.refusals import ApiError
from bot.playground.telegram import Desk
from bot.playground.world import Json, Person, World
from tests.playground.test_photos import png
from tests.playground.watching import watched

KEYBOARD: Json = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
LOST = {"open_queries", "inline_queries"}
"""What waits for an answer is too old when the world comes back."""


class Life:
    """People and a bot who do whatever comes to their minds; nobody handles the updates."""

    def __init__(self, random: Random, world: World) -> None:
        self.random = random
        self.world = world
        self.methods = Methods(world)
        units: Any = SimpleNamespace(take=self._take)
        app: Any = SimpleNamespace(bot=None)
        self.desk = Desk(app, units, world)
        self.updates: list[int] = []

    async def _take(self, app: object, update: Any) -> None:
        self.updates.append(update.update_id)

    @property
    def person(self) -> Person:
        return self.random.choice(list(self.world.people.values()))

    @property
    def chat(self) -> Chat:
        return self.random.choice(list(self.world.chats.values()))

    @property
    def forum(self) -> Chat:
        return next(chat for chat in self.world.chats.values() if chat.forum)

    @property
    def message(self) -> Json:
        written = [message for chat in self.world.chats.values() for message in chat.messages.values()]
        known = [*written, *self.world.inline_messages.values()]
        return self.random.choice(known or [self.world.add_message(self.forum, self.person.json(), {"text": "x"})])

    @property
    def text(self) -> str:
        return self.random.choice(("halo", "/tanya 😀", "@kawan_freelance_bot", "é\n")) * self.random.randint(1, 3)

    def call(self, method: str, **params: object) -> None:
        with suppress(ApiError):
            self.methods.call(method, params)

    def edit_own(self) -> None:
        message = self.message
        inline = [known for known, one in self.world.inline_messages.items() if one is message]
        chat = message["chat"]
        assert isinstance(chat, dict)
        place = {"chat_id": chat["id"], "message_id": message["message_id"]}
        self.call("editMessageText", **({"inline_message_id": inline[0]} if inline else place), text=self.text)

    def delete(self) -> None:
        chat = self.chat
        if chat.messages:
            self.call("deleteMessage", chat_id=chat.id, message_id=self.random.choice(list(chat.messages)))

    async def send(self) -> None:
        chat = self.chat
        content = self.world.text_content(self.text)
        if chat.messages and self.random.random() < 0.5:
            content["reply_to_message"] = self.random.choice(list(chat.messages.values()))
        await self.desk.post(chat, self.person.json(), content)

    async def send_in_topic(self) -> None:
        topic = self.random.choice([7, *self.forum.topics])
        await self.desk.send(self.person, self.text, self.forum, message_thread_id=topic, is_topic_message=True)

    async def choose(self) -> None:
        keyboard = self.random.choice((KEYBOARD, None))
        result = InlineResult("1", "x", "x", "x", {"text": self.text}, keyboard)
        await self.desk.choose(self.person, result, self.random.choice((None, self.chat)))

    async def toggle_topic(self) -> None:
        topic = self.random.choice([self.forum.general, *self.forum.topics.values()])
        await (self.desk.reopen_topic if topic.closed else self.desk.close_topic)(self.forum, topic, self.person)

    async def delete_topic(self) -> None:
        if self.forum.topics:
            self.desk.delete_topic(self.forum, self.random.choice(list(self.forum.topics.values())))

    async def migrate(self) -> None:
        groups = [chat for chat in self.world.chats.values() if chat.kind == "group" and chat.migrated_to is None]
        await self.desk.migrate(self.random.choice(groups) if groups else self.world.group("G", kind="group"))

    async def administer(self) -> None:
        rights = self.random.choice(({}, {"can_delete_messages": False}))
        await self.desk.promote_bot(self.forum, self.person, **rights)

    async def press(self) -> None:
        await self.desk.press(self.person, self.message, "x")
        self.world.open_queries["late"] = 0.0
        self.world.inline_queries["late"] = InlineQuery("x", 0.0)

    def set_up(self) -> None:
        self.world.privacy, self.world.group_limit = False, self.random.choice((None, 20))
        self.call("setMyCommands", commands=[{"command": "tanya", "description": "x"}], scope={"type": "default"})
        self.call("setMyDescription", description=self.text)

    def leave(self) -> None:
        """The update about it waits."""
        self.call("leaveChat", chat_id=self.chat.id)


Act = Callable[[Life], Awaitable[object] | None]
ACTS: list[Act] = [
    Life.send,
    Life.send_in_topic,
    Life.choose,
    Life.toggle_topic,
    Life.delete_topic,
    Life.migrate,
    Life.administer,
    Life.press,
    Life.set_up,
    Life.leave,
    Life.edit_own,
    Life.delete,
    lambda life: life.desk.edit(life.message, life.text),
    lambda life: life.desk.block(life.person),
    lambda life: life.desk.unblock(life.person),
    lambda life: life.desk.join(life.forum, life.person),
    lambda life: life.desk.open_topic(life.forum, life.text, life.person),
    lambda life: life.call("sendMessage", chat_id=life.chat.id, text="x", reply_markup=KEYBOARD),
    lambda life: life.call("sendDocument", chat_id=life.chat.id, document=Upload(life.text.encode())),
    lambda life: life.call("sendPhoto", chat_id=life.chat.id, photo=Upload(png(1, life.random.randint(1, 3)))),
]


async def live(acts: list[Act], random: Random) -> Life:
    life = Life(random, World())
    sari, _ = life.world.person("Sari", "sari"), life.world.person("Budi")
    life.world.group("Forum", forum=True, username="forum").set_member(sari, "creator")
    life.world.channel("Kanal", bot="administrator")
    await life.send()
    for act in acts:
        if (doing := act(life)) is not None:
            await doing
    return life


lives = st.builds(
    lambda acts, random: asyncio.run(live(acts, random)),
    st.lists(st.sampled_from(ACTS), max_size=30),
    st.randoms(use_true_random=False),
)


def again(world: World) -> World:
    """The world after it was written down and read."""
    uploads = {file_name(content): content for content in world.files.values()}
    return restore(json.loads(json.dumps(dump(world))), uploads, world.clock)


def state(world: World) -> dict[str, object]:
    return {name: value for name, value in vars(world).items() if name not in LOST}


def ordered(world: World) -> list[list[int]]:
    return [list(chat.messages) for chat in world.chats.values()]


@given(lives)
def test_a_world_comes_back_as_it_was(life: Life) -> None:
    back = again(life.world)
    assert state(back) == state(life.world)
    assert ordered(back) == ordered(life.world)
    assert (back.open_queries, back.inline_queries) == ({}, {})


@given(lives)
def test_what_was_one_message_is_one_again(life: Life) -> None:
    def shared(world: World) -> list[tuple[object, bool]]:
        standing = {id(message) for chat in world.chats.values() for message in chat.messages.values()}
        topics = [topic for chat in world.chats.values() for topic in chat.topics.values()]
        inline = [(known, id(message) in standing) for known, message in world.inline_messages.items()]
        return [*inline, *((topic.id, id(topic.created) in standing) for topic in topics)]

    assert shared(again(life.world)) == shared(life.world)


@given(lives, st.lists(st.sampled_from(ACTS), min_size=1, max_size=10))
def test_a_world_that_came_back_goes_on(life: Life, acts: list[Act]) -> None:
    async def go_on() -> Life:
        after = Life(life.random, again(life.world))
        for act in (*acts, Life.send):
            if (doing := act(after)) is not None:
                await doing
        return after

    waiting = {update["update_id"] for update in life.world.pending}
    after = asyncio.run(go_on())
    assert not set(after.updates) - waiting & set(life.updates)
    assert set(after.updates) | {update["update_id"] for update in after.world.pending} >= waiting
    for kind, upcoming in life.world.next_ids.items():
        assert after.world.next_ids[kind] >= upcoming
    new = after.world.add_message(after.forum, after.person.json(), {"text": "x"})
    assert all(int(str(new["message_id"])) > key for chat in life.world.chats.values() for key in chat.messages)
    assert after.world.person("Rina").id not in life.world.people
    assert after.world.group("G").id not in life.world.chats


def test_half_a_character_is_kept_too() -> None:
    world = World()
    world.add_message(world.chats[world.person("Sari").id], {"id": 1}, {"text": "\ud83d"})
    assert again(world).chats == world.chats


async def test_a_button_of_a_message_that_was_sent_with_the_bot_still_tells_its_inline_id() -> None:
    async with watched() as before:
        sari = before.world.person("Sari")
        sent = await before.desk.choose(
            sari, InlineResult("1", "x", "x", "x", {"text": "x"}, KEYBOARD), before.world.chats[sari.id]
        )
    async with watched(again(before.world)) as after:
        message = after.world.chats[sari.id].messages[int(str(sent["message_id"]))]
        await after.desk.press(after.world.people[sari.id], message, "x")
        query = after.updates[-1].callback_query
        assert query
        assert query.inline_message_id == "desk-inline-1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "world.json"


@pytest.fixture
def files(path: Path) -> Path:
    return path.with_name("world-files")


def photographed(*heights: int) -> World:
    world = World()
    chat_id = world.person("Sari").id
    for height in heights:
        Methods(world).call("sendPhoto", {"chat_id": chat_id, "photo": Upload(png(1, height)), "caption": "rahasia 😀"})
    return world


def test_where_nothing_was_saved_there_is_no_world(path: Path) -> None:
    assert Keeper(path).load() is None
    assert not path.parent.exists()


def test_a_saved_world_is_loaded_with_its_photos_and_ids_beyond_the_last(path: Path) -> None:
    world = photographed(1, 2, 1)
    Keeper(path).save(world)
    for _ in range(3):  # and then nobody saved it any more
        world.new_id("query")
    back = Keeper(path, lambda: 5.0).load()
    assert back
    assert back.clock() == 5
    assert list(back.files.items()) == list(world.files.items())
    assert back.chats == world.chats
    assert all(back.next_ids[kind] > upcoming for kind, upcoming in world.next_ids.items())


def test_no_world_gives_updates_an_id_of_an_earlier_one(path: Path) -> None:
    now = 1_800_000_000.0
    keeper = Keeper(path, lambda: now)
    first = keeper.begin()
    assert first.clock() == now
    used = [first.update("message", {})["update_id"] for _ in range(3)]
    now += 60
    for world in (keeper.begin(), keeper.load() or keeper.begin()):
        assert world.update("message", {})["update_id"] not in used


def test_a_photo_is_written_once(path: Path, files: Path) -> None:
    world = photographed(1, 2, 1)
    Keeper(path).save(world)
    inodes = {file: file.stat().st_ino for file in files.iterdir()}
    assert len(inodes) == 2
    Methods(world).call("sendPhoto", {"chat_id": 5001, "photo": Upload(png(1, 3))})
    Keeper(path).save(world)
    assert len(list(files.iterdir())) == 3
    assert {file: file.stat().st_ino for file in inodes} == inodes
    assert png(1, 1) not in path.read_bytes()


def test_a_world_that_begins_anew_has_its_own_photos(path: Path, files: Path) -> None:
    Keeper(path).save(photographed(1, 2))
    (files / "mine").write_bytes(b"somebody's own")
    new = photographed(3)
    Keeper(path).save(new)
    back = Keeper(path).load()
    assert back
    assert back.files == {"desk-file-1": png(1, 3)}
    assert sorted(file.name for file in files.iterdir()) == sorted([file_name(png(1, 3)), "mine"])


def test_what_is_forgotten_is_gone_and_nothing_else(path: Path, files: Path) -> None:
    keeper = Keeper(path)
    keeper.forget()
    for others in ([], [files / "mine", files / "notes.txt"]):
        keeper.save(photographed(1))
        for other in others:
            other.write_bytes(b"x")
        keeper.forget()
        assert keeper.load() is None
        assert sorted(found for found in path.parent.rglob("*") if found.is_file()) == others


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1 column 1"),
        (b'{"version": 1', "line 1"),
        (b"\xff", "can't decode"),
        (b"[]", "valid dictionary"),
        (b'{"version": 2}', "version: Input should be 1"),
        (b'{"version": 1}', "privacy: Field required"),
    ],
    ids=["empty", "cut off", "no text", "a list", "another version", "nothing in it"],
)
def test_a_file_that_is_no_world_is_named_and_left_as_it_is(path: Path, content: bytes, reason: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        Keeper(path).load()
    told = str(caught.value)
    assert reason in told
    assert f"{path}: " in told
    assert "Delete it" in told
    assert path.read_bytes() == content


def changed(data: Any, *keys: str, value: object) -> None:
    *way, last = keys
    for key in way:
        data = data[key]
    data[last] = value


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("chats", "5001", "id"), "one"),
        (("chats", "5001", "messages"), {"1001": "rahasia"}),
        (("chats", "5001", "members"), {"5001": {"status": "friend", "kind": "private", "rights": {}}}),
        (("next_ids",), {"message": 1}),
        (("inline_messages",), {"1": {"chat": {"id": "one"}}}),
        (("inline_messages",), {"1": {"chat": {"id": 5001}}}),
        (("files", "desk-file-2"), "gone"),
        (("more",), "rahasia"),
    ],
)
def test_a_fault_inside_is_told_without_what_people_wrote(path: Path, keys: tuple[str, ...], value: object) -> None:
    Keeper(path).save(photographed(1))
    data = json.loads(path.read_bytes())
    changed(data, *keys, value=value)
    path.write_text(json.dumps(data))
    with pytest.raises(UsageError, match="cannot be read") as caught:
        Keeper(path).load()
    assert "rahasia" not in str(caught.value)


@pytest.mark.parametrize(
    "damage", [lambda file: file.unlink(), lambda file: file.write_bytes(b"x")], ids=["gone", "changed"]
)
def test_a_photo_that_is_gone_or_damaged_is_told(path: Path, files: Path, damage: Callable[[Path], object]) -> None:
    Keeper(path).save(photographed(1))
    damage(next(files.iterdir()))
    with pytest.raises(UsageError, match="is missing or damaged"):
        Keeper(path).load()


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(UsageError, match="cannot be read"):
        Keeper(path).load()


@pytest.mark.parametrize("whole", [0, 1, 2], ids=["the first photo", "the second photo", "the file"])
def test_a_save_that_fails_leaves_the_one_before(path: Path, monkeypatch: pytest.MonkeyPatch, whole: int) -> None:
    before, after = photographed(1), photographed(2, 3)
    Keeper(path).save(before)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", Full(whole).fsync)
        with pytest.raises(OSError, match="no space"):
            Keeper(path).save(after)
    for world in (before, after):
        back = Keeper(path).load()
        assert back
        assert (back.chats, back.files) == (world.chats, world.files)
        Keeper(path).save(after)


class Full:
    """A disk that is full after some files."""

    def __init__(self, files: int) -> None:
        self.left = files

    def fsync(self, descriptor: int) -> None:
        if self.left == 0:
            raise OSError("no space left on device")
        self.left -= 1
