"""The shared scene: what pages are told, reading the knowledge again, beginning anew."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.content.library import Library
from bot.content.loader import inspect_knowledge, load_library
from bot.playground.page.ground import Passing
from bot.playground.page.notes import NotedSearch
from bot.playground.page.stage import Stage
from tests.playground.page.conftest import Over
from tests.playground.page.pages import Visitor


@pytest.fixture
async def author(knowledge_dir: Path, over: Over) -> AsyncIterator[Visitor]:
    """Somebody with the page open over knowledge that may be changed."""
    stage = Stage(knowledge_dir, load_library(knowledge_dir), Passing(), over)
    async with stage.opened(), Visitor.of(stage) as visitor:
        yield visitor


async def listens(visitor: Visitor) -> None:
    """The group's owner lets the bot answer open questions; the visitor speaks as the owner from then on."""
    await visitor.act("privacy", on=False)
    visitor.person = visitor.state["people"][2]["id"]
    await visitor.act("send", chat=visitor.group, text="/pengaturan")
    panel = (await visitor.messages(visitor.group))[-1]
    listening = panel["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    await visitor.act("press", chat=visitor.group, message_id=panel["message_id"], data=listening)


def changed(knowledge_dir: Path, before: str, after: str) -> None:
    path = knowledge_dir / "id" / "articles" / "burnout.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


async def test_a_page_begins_with_all_that_there_is(stage: Stage) -> None:
    async with Visitor.of(stage) as first:
        await first.act("send", text="apa itu burnout")
    async with Visitor.of(stage) as again:
        state = again.state
    assert [person["name"] for person in state["people"]] == ["Sari", "Budi", "Rina"]
    assert [chat["kind"] for chat in state["chats"]] == ["private"] * 3 + ["supergroup"]
    assert len(state["chats"][-1]["topics"]) == 3
    assert [message["from"]["is_bot"] for message in state["messages"][str(again.person)]] == [False, True]
    assert {"command": "tanya", "description": state["commands"]["group"][0]["description"]} in state["commands"][
        "group"
    ]
    assert "pengaturan" in {one["command"] for one in state["commands"]["admins"]}
    rina = str(state["people"][-1]["id"])
    assert list(state["commands"]["own"]) == [rina]
    assert "belum" in {one["command"] for one in state["commands"]["own"][rina]}
    assert state["bot"]["description"]
    assert state["panel"]["question"]["text"] == "apa itu burnout"


async def test_the_bot_has_introduced_itself_to_the_group(sari: Visitor) -> None:
    said = [message for message in sari.state["messages"][str(sari.group)] if message["from"]["is_bot"]]
    assert len([message for message in said if "text" in message]) == 1


async def test_every_open_page_is_told(stage: Stage, sari: Visitor) -> None:
    async with Visitor.of(stage) as another:
        await sari.act("send", text="halo")
        assert len(await another.messages()) == len(await sari.messages()) == 2


async def test_a_deleted_message_goes_from_the_pages(sari: Visitor) -> None:
    await sari.act("send", chat=sari.group, text="/tanya apa itu burnout")
    answer = (await sari.messages(sari.group))[-1]
    remove = answer["reply_markup"]["inline_keyboard"][-1][-1]
    await sari.act("press", chat=sari.group, message_id=answer["message_id"], data=remove["callback_data"])
    assert ("deleted", {"chat": sari.group, "message_id": answer["message_id"]}) in await sari.told()


async def test_a_question_that_the_bot_waits_for_is_asked_for(sari: Visitor) -> None:
    await sari.act("send", chat=sari.group, text="/tanya")
    asks = [content for name, content in await sari.told() if name == "asks"]
    assert [one["person"] for one in asks] == [sari.person]


async def test_the_panel_tells_why_and_what_the_bot_did(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    panel = await sari.panel()
    question = panel["question"]
    assert (question["how"], question["decision"]) == ("ask", "answer")
    assert len(question["entries"]) == 5
    assert question["entries"][0]["score"] >= question["thresholds"]["answer"]
    assert question["entries"][0]["nearest"]
    assert [call["method"] for call in panel["calls"]] == ["sendMessage"]
    assert all(measure["ok"] for call in panel["calls"] for measure in call["measures"])
    assert {"text"} <= {measure["what"] for measure in panel["calls"][0]["measures"]}
    assert panel["update"]["kind"] == "message"
    assert panel["update"]["outcome"] == "handled"
    assert panel["session"]["state"]["topic"][0] == question["entries"][0]["id"]


async def test_the_panel_tells_of_a_question_of_which_no_word_is_known(sari: Visitor) -> None:
    await sari.act("send", text="xzqv wqrt")
    question = (await sari.panel())["question"]
    assert question["leaning"]["danger"] is None


async def test_the_panel_tells_of_inline_queries_and_open_questions(sari: Visitor) -> None:
    await sari.act("inline", query="burnou", offset="")
    question = (await sari.panel())["question"]
    assert (question["text"], question["how"]) == ("burnou", "typed")
    await listens(sari)
    await sari.act("send", chat=sari.group, text="kenapa file yg lolos di satu situs bisa ditolak di situs lain?")
    question = (await sari.panel())["question"]
    assert question["how"] == "overhear"
    assert question["thresholds"]["answer"] == question["thresholds"]["suggest"]


@pytest.mark.parametrize(
    ("message", "why"),
    [("aku suka kopi", "no-question"), ("@bu apa itu burnout?", "named"), ("ada yg mau ngopi?", "chatter")],
)
async def test_the_panel_tells_why_an_open_message_is_passed_over(sari: Visitor, message: str, why: str) -> None:
    await listens(sari)
    await sari.act("send", chat=sari.group, text=message)
    question = (await sari.panel())["question"]
    assert (question["text"], question["decision"], question["passed_over"]) == (message, "silent", why)


async def test_a_refused_call_is_told_with_its_reason(sari: Visitor) -> None:
    await sari.act("send", text="apa itu burnout")
    asked, answer = await sari.messages()
    sari.forget(answer["message_id"])
    await sari.act("edit", message_id=asked["message_id"], text="siapa pendiri istockphoto?")
    edit, again = (await sari.panel())["calls"]
    assert (edit["method"], edit["error"]) == ("editMessageText", "Bad Request: message to edit not found")
    assert (again["method"], again["error"]) == ("sendMessage", None)


async def test_read_again_the_bot_answers_from_the_new_text(author: Visitor, knowledge_dir: Path) -> None:
    title = load_library(knowledge_dir).entries["burnout/apa-itu"].title
    changed(knowledge_dir, title, "Burnout itu sebenarnya apa?")
    assert await author.act("reload") == {"reloaded": True}
    await author.told()
    await author.act("send", text="/tanya apa itu burnout")
    assert "Burnout itu sebenarnya apa?" in (await author.messages())[-1]["text"]


async def test_a_problem_is_shown_where_it_is_and_the_bot_goes_on(author: Visitor, knowledge_dir: Path) -> None:
    changed(knowledge_dir, "intro:", "intor:")
    assert await author.act("reload") == {"reloaded": False}
    await author.told()
    knowledge = author.state["panel"]["knowledge"]
    assert knowledge["in_use"] is False
    problem = knowledge["problems"][0]
    assert problem["file"] == "knowledge/id/articles/burnout.yaml"
    assert "burnout" in next(one["text"] for one in problem["excerpt"] if one["line"] == problem["line"])
    await author.act("send", text="apa itu burnout")
    assert "Sumber: " in (await author.messages())[-1]["text"]
    changed(knowledge_dir, "intor:", "intro:")
    assert await author.act("reload") == {"reloaded": True}
    await author.told()
    assert author.state["panel"]["knowledge"]["in_use"] is True
    assert author.state["panel"]["knowledge"]["problems"] == []


async def test_without_its_folder_the_knowledge_is_told_to_be_gone(author: Visitor, knowledge_dir: Path) -> None:
    shutil.rmtree(knowledge_dir)
    assert await author.act("reload") == {"reloaded": False}
    await author.told()
    assert author.state["panel"]["knowledge"]["problems"][0]["excerpt"] == []


async def test_to_begin_anew_forgets_chats_and_sessions(sari: Visitor, stage: Stage) -> None:
    await sari.act("send", text="/pinjaman")
    await sari.act("send", text="/tanya apa itu burnout")
    await sari.act("send", chat=sari.group, text="halo")
    assert await sari.act("clear") == {}
    await sari.told()
    assert sari.state["messages"][str(sari.person)] == []
    assert sari.state["panel"]["question"] is None
    assert sari.state["panel"]["calls"] == []
    await sari.act("send", text="/lanjut")
    assert len(await sari.messages()) == 2
    assert (await sari.panel())["session"] is None


async def test_what_others_ask_the_search_is_not_noted(
    stage: Stage, sari: Visitor, over: Over, library: Library
) -> None:
    await sari.act("send", text="apa itu burnout")
    search = over(library, stage._notes).search
    assert isinstance(search, NotedSearch)
    search.ask("resep rendang")
    search.explain("resep rendang")
    await sari.act("media", kind="voice")
    assert (await sari.panel())["question"]["text"] == "apa itu burnout"


async def test_a_result_can_be_chosen_after_the_knowledge_is_read_again(author: Visitor) -> None:
    found = await author.act("inline", query="burnout", offset="")
    await author.act("reload")
    await author.act("choose", result_id=found["results"][0]["id"])
    assert (await author.messages())[-1]["via_bot"]


async def test_the_bot_answers_while_the_knowledge_is_read(author: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def read(*given: Any) -> Any:
        answered.wait(30)
        return inspect_knowledge(*given)

    monkeypatch.setattr("bot.upkeep.building.inspect_knowledge", read)
    reading = asyncio.create_task(author.act("reload"))
    await asyncio.sleep(0)
    await author.act("send", text="apa itu burnout")
    assert not reading.done()
    answered.set()
    assert await reading == {"reloaded": True}


async def test_reading_again_and_again_and_beginning_anew_loses_no_database(
    author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.opening._EVERY", 0.0)  # alarms are looked for without a pause
    monkeypatch.setattr("bot.playground.page.stage.Search", lambda _: None)  # nor does a check take the time
    monkeypatch.setattr("bot.playground.page.stage._misleading", lambda *_: [])
    for _ in range(5):
        await author.act("reload")
        await author.act("clear")
    await author.told()
    await author.act("send", text="apa itu burnout")
    assert len(await author.messages()) == 2


async def test_a_page_may_come_at_any_moment_of_a_new_beginning(sari: Visitor, stage: Stage) -> None:
    clearing = asyncio.create_task(sari.act("clear"))
    while not clearing.done():
        async with Visitor.of(stage) as visitor:
            assert len(visitor.state["people"]) == 3
        await asyncio.sleep(0)


async def test_a_check_that_fails_keeps_nobody_from_reading_again(
    author: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.playground.page.stage._misleading", fails)
    await author.act("reload")
    assert author.stage._checking
    await asyncio.wait({author.stage._checking})
    assert await author.act("reload") == {"reloaded": True}
    await asyncio.wait({author.stage._checking})
    author.stage._checking.exception()


async def test_acts_take_turns(sari: Visitor) -> None:
    await asyncio.gather(*(sari.act("send", text="apa itu burnout") for _ in range(5)))
    authors = [message["from"]["is_bot"] for message in await sari.messages()]
    assert authors == [False, True] * 5


async def test_phrasings_that_mislead_are_told_of_later(author: Visitor, knowledge_dir: Path) -> None:
    questions = knowledge_dir / "id" / "questions" / "burnout.yaml"
    text = questions.read_text(encoding="utf-8")
    for section, asked in (
        ("apa-itu", "gejala burnout paling umum ya, kak?"),
        ("istirahat", "gejala burnout paling umum ya kak"),
    ):
        text = text.replace(f"  {section}:\n", f'  {section}:\n    - "apa {asked}"\n', 1)
    questions.write_text(text, encoding="utf-8")
    assert await author.act("reload") == {"reloaded": True}
    async with asyncio.timeout(60):
        while not (await author.panel())["knowledge"]["problems"]:
            await asyncio.sleep(0.1)
    knowledge = (await author.panel())["knowledge"]
    assert knowledge["in_use"] is True
    assert "is answered by `burnout/apa-itu`" in knowledge["problems"][0]["message"]
    assert knowledge["problems"][0]["file"] == "knowledge/id/questions/burnout.yaml"


async def test_the_groups_owner_runs_the_bot_and_can_have_the_knowledge_read(
    author: Visitor, knowledge_dir: Path
) -> None:
    author.person = author.state["people"][2]["id"]
    changed(knowledge_dir, "intro:", "intor:")
    await author.act("send", text="/muat")
    assert "knowledge/id/articles/burnout.yaml:" in (await author.messages())[-1]["text"]
    assert author.state["panel"]["knowledge"]["in_use"] is False
    changed(knowledge_dir, "intor:", "intro:")
    await author.act("send", text="/muat")
    await author.told()
    assert author.state["panel"]["knowledge"]["in_use"] is True
    assert not list((knowledge_dir / "id").glob("learned*")), "the owner's files are left alone"
