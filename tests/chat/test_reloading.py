"""/muat: an operator has the knowledge read again and is told what came of it; nobody else is."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.chat.menu import OPERATORS, Face, show_face
from bot.chat.office import Outcome
from bot.chat.telling import OperatorNews
from bot.chat.versions import Current
from bot.content.library import Library
from bot.playground.opening import on_desk
from bot.playground.world import World
from bot.replies.plain import plain_text
from bot.replies.reply import Reply
from bot.upkeep.keeper import Keeper
from tests.chat.scenes import refusing
from tests.talk import Talk

LIMIT = 4096  # UTF-16 units of one message


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge) -> None:
    """No search is built: what is tested here is said, not searched."""
    built = "bot.upkeep.building.Builder._build"
    monkeypatch.setattr(built, lambda _, library: Knowledge.of(library, lambda __: knowledge.search))


@asynccontextmanager
async def opened(knowledge: Knowledge, folder: Path) -> AsyncIterator[tuple[Talk, Talk]]:
    """An operator, and somebody who is none."""
    world = World()
    rina, budi = world.person("Rina"), world.person("Budi")
    async with on_desk(knowledge, world=world, operators={rina.id}, folder=folder) as (desk, request):
        yield Talk(desk, request, rina), Talk(desk, request, budi)


def change(folder: Path, before: str, after: str, name: str = "burnout") -> None:
    path = folder / "id" / "articles" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert re.search(before, text, re.MULTILINE)
    path.write_text(re.sub(before, after, text, flags=re.MULTILINE), encoding="utf-8")


def said(text: str) -> str:
    """A fixed text up to its first placeholder, as it stands in the chat."""
    return plain_text(Reply(text)).partition("{")[0].strip()


async def test_an_operator_is_told_what_is_in_use_now(knowledge: Knowledge, knowledge_dir: Path) -> None:
    async with opened(knowledge, knowledge_dir) as (rina, _):
        change(knowledge_dir, "^title: .*$", 'title: "Judul yang baru"')
        text = await rina.say("/muat")
        library = knowledge.library
        assert said(library.texts.reload.done) in text
        for number in (len(library.articles), len(library.entries), 1):
            assert re.search(rf"\b{number}\b", text)
        assert "Judul yang baru" in await rina.say("apa itu burnout")
    assert rina.errors == []


async def test_an_operator_gets_the_checkers_lines_and_the_bot_goes_on(
    knowledge: Knowledge, knowledge_dir: Path
) -> None:
    async with opened(knowledge, knowledge_dir) as (rina, budi):
        change(knowledge_dir, "^intro:", "<intor>:")
        text = await rina.say("/muat")
        assert said(knowledge.library.texts.reload.refused) in text
        assert "knowledge/id/articles/burnout.yaml:" in text
        assert "<intor>" in text, "it is a text and no markup"
        assert "Sumber: " in await budi.say("apa itu burnout")
        change(knowledge_dir, "^<intor>:", "intro:")
        assert said(knowledge.library.texts.reload.done) in await rina.say("/muat")
    assert rina.errors == []


async def test_more_lines_than_a_message_holds_come_as_a_file(
    knowledge: Knowledge, knowledge_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = tuple(f"id/articles/a.yaml:{number}: <b>salah</b> 😀 {'x' * 300}; benahi" for number in range(80))

    async def refuses(_: Keeper) -> Outcome:
        return Outcome(lines)

    monkeypatch.setattr(Keeper, "reload", refuses)
    async with opened(knowledge, knowledge_dir) as (rina, _):
        await rina.say("/muat")
        message, document = rina.from_bot[-2:]
        text = str(message["text"])
        assert len(text.encode("utf-16-le")) // 2 <= LIMIT
        shown = text.count("id/articles/a.yaml:")
        assert 5 < shown < 80
        assert f"{80 - shown} lagi" in text
        found = document["document"]
        assert isinstance(found, dict)
        assert rina.desk.world.files[str(found["file_id"])].decode().splitlines() == list(lines)
    assert rina.errors == []


async def test_warnings_follow_what_is_in_use(
    knowledge: Knowledge, knowledge_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def warns(_: Keeper) -> Outcome:
        return Outcome(warnings=("id/questions/a.yaml:3: hati-hati",), version=3, kept=False)

    monkeypatch.setattr(Keeper, "reload", warns)
    async with opened(knowledge, knowledge_dir) as (rina, _):
        await rina.say("/muat")
        done, warned = rina.texts[-2:]
    texts = knowledge.library.texts.reload
    assert said(texts.unwritten) in done
    assert said(texts.warned) in warned
    assert "hati-hati" in warned


async def test_nobody_else_can_have_it_read(knowledge: Knowledge, knowledge_dir: Path) -> None:
    async with opened(knowledge, knowledge_dir) as (_, budi):
        change(knowledge_dir, "^title: .*$", 'title: "Judul yang baru"')
        assert said(knowledge.library.texts.faults.unknown_command) in await budi.say("/muat")
        assert "Judul yang baru" not in await budi.say("apa itu burnout")


async def test_every_operator_is_told_of_problems_even_if_one_cannot_be(
    knowledge: Knowledge, knowledge_dir: Path
) -> None:
    async with opened(knowledge, knowledge_dir) as (rina, budi):
        nobody = 4_242
        news = OperatorNews(rina.desk.app.bot, {nobody, rina.person.id, budi.person.id}, Current(knowledge))
        with capture_logs() as logs:
            await news.tell(Outcome(("id/texts.yaml:1: <salah>",)))
        assert "id/texts.yaml:1: <salah>" in rina.text
        assert "id/texts.yaml:1: <salah>" in budi.text
    assert [entry["event"] for entry in logs] == ["an operator could not be told"]


async def test_operators_have_a_menu_of_their_own_whoever_else_cannot_have_one(
    knowledge: Knowledge, library: Library, knowledge_dir: Path
) -> None:
    async with opened(knowledge, knowledge_dir) as (rina, _):
        await show_face(rina.desk.app.bot, library, (4_242, rina.person.id))
        menus = [menu for name, menu in rina.desk.world.settings.items() if str(rina.person.id) in name]
    assert len(menus) == 1
    assert isinstance(menu := menus[0], list)
    assert [one["command"] for one in menu] == list(OPERATORS)
    assert {"statistik", "belum", "muat"} <= set(OPERATORS)


def with_help(knowledge: Knowledge, about: str) -> Knowledge:
    texts = knowledge.library.texts
    commands = texts.commands.model_copy(update={"bantuan": about})
    library = replace(knowledge.library, texts=texts.model_copy(update={"commands": commands}))
    return replace(knowledge, library=library)


async def test_menus_follow_the_texts(knowledge: Knowledge, knowledge_dir: Path) -> None:
    def menu(talk: Talk) -> dict[str, str]:
        offered = talk.desk.world.settings["commands{'type': 'all_private_chats'}"]
        assert isinstance(offered, Sequence)
        return {one["command"]: one["description"] for one in offered}

    async with opened(knowledge, knowledge_dir) as (rina, _):
        current = Current(knowledge)
        face = Face(rina.desk.app.bot, [rina.person.id])
        current.follow(face.show)
        await face.shown()
        calls = len(rina.request.calls)
        current.use(replace(knowledge))
        await face.shown()
        assert len(rina.request.calls) == calls, "the same texts are not asked for again"
        for about in ("Bantuan lain", "Bantuan lagi"):
            current.use(with_help(knowledge, about))
        await face.shown()
        assert menu(rina)["bantuan"] == "Bantuan lagi"


async def test_a_menu_that_telegram_refuses_is_no_end(knowledge: Knowledge, knowledge_dir: Path) -> None:
    async with opened(knowledge, knowledge_dir) as (rina, _):
        face: Callable[[Knowledge], None] = (shown := Face(rina.desk.app.bot, [rina.person.id])).show
        with refusing(rina.request, "setMyCommands") as refused:
            face(knowledge)
            await shown.shown()
        assert len(refused) == 2, "everybody's and the operator's"
