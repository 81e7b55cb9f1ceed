"""A failing handler apologises once with an error id, and no log holds what a person wrote."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.chat.memory import GroupMemory
from bot.search.engine import Search
from bot.storage.groups import SqlGroups
from bot.storage.protocols import StorageLostError
from bot.storage.tables import asked, faults, sessions, updates
from tests.chat.guests import Guest, visiting
from tests.chat.scenes import refusing, said, scene
from tests.talk import Talk, words_of

SECRET = "rahasia pribadi sekali"
KICKED = "Forbidden: bot was kicked from the supergroup chat"
MOVED = "Bad Request: group chat was upgraded to a supergroup chat"


@pytest.fixture
def broken_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(self: Search, question: str, after: str | None = None) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr(Search, "ask", explode)


async def test_a_failure_is_apologised_for_once_with_its_id(talk: Talk, broken_search: None) -> None:
    with capture_logs() as logs:
        text = await talk.say(SECRET)
    ids = re.findall(r"\b[0-9a-f]{8}\b", text)
    assert len(ids) == 1
    assert [entry["error_id"] for entry in logs if entry["log_level"] == "error"] == ids
    assert len(talk.from_bot) == 1


async def test_nothing_that_a_person_wrote_is_logged(talk: Talk, broken_search: None) -> None:
    with capture_logs() as logs:
        await talk.say(SECRET)
    assert SECRET not in str([{**entry, "exc_info": repr(entry.get("exc_info"))} for entry in logs])


async def test_being_blocked_is_no_failure(talk: Talk, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forbidden(url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
        return 403, b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'

    monkeypatch.setattr(talk.request, "do_request", forbidden)
    with capture_logs() as logs:
        await talk.say("apa itu burnout")
    assert [entry["log_level"] for entry in logs] == ["info"]


# In groups


@pytest.fixture
async def forum(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """Sari in a topic of a forum, where the bot hears everything."""
    async with visiting(knowledge, privacy=False, forum=True) as sari:
        yield sari.inside(await sari.desk.open_topic(sari.chat, "Pajak", sari.person))


async def test_a_failure_in_a_group_is_apologised_for_to_the_asker_in_the_topic(
    forum: Guest, broken_search: None
) -> None:
    with capture_logs() as logs:
        question = await forum.ask(f"/tanya {SECRET}")
    (apology,) = forum.replies_to(question)
    assert "kode ini" in words_of(apology)
    assert apology["message_thread_id"] == forum.place["message_thread_id"]
    assert SECRET not in str([{**entry, "exc_info": repr(entry.get("exc_info"))} for entry in logs])


async def test_people_who_talk_to_each_other_get_no_apology(
    forum: Guest, broken_search: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(self: Search, message: str) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr(Search, "overhear", explode)
    await forum.choose_settings(listening=True)
    with capture_logs() as logs:
        await forum.ask("burnout itu apa sih?")
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert forum.from_bot == []


async def test_what_failed_is_not_kept(forum: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing(forum.request, "sendMessage", 400, "Bad Request: message is too long", lambda time: time == 0):
        await forum.ask("/tanya apa itu burnout")
    assert await forum.rows(asked) == []
    assert await forum.rows(sessions) == []


async def test_where_the_database_is_lost_at_a_wall_the_update_comes_again(
    forum: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, change = forum.desk.world, SqlGroups.change_memory

    async def lose(self: SqlGroups, chat_id: int, done: Callable[[dict[str, Any]], Any]) -> Any:
        if refused:
            raise StorageLostError("away")
        return await change(self, chat_id, done)

    content = {**world.text_content("/tanya siapa presiden prancis"), **forum.place}
    update = world.update("message", world.add_message(forum.chat, forum.person.json(), content))
    with monkeypatch.context() as patch, refusing(forum.request, "sendMessage", 403, KICKED) as refused:
        patch.setattr(SqlGroups, "change_memory", lose)
        with pytest.raises(StorageLostError):
            await forum.desk.deliver(dict(update))
    assert forum.from_bot == []
    forum.desk.world.pending.clear()
    await forum.desk.deliver(dict(update))
    assert forum.texts == [said(forum.library.texts.group.unknown)]


async def test_a_group_that_moved_under_an_answer_takes_no_ids_of_messages_along(knowledge: Knowledge) -> None:
    async with visiting(knowledge, kind="group", bot="left") as sari:
        await sari.desk.add_bot(sari.chat, sari.person)
        await sari.ask("/tanya apa itu burnout")
        assert {"hello", "answers"} <= set(await sari.memory())
        new = sari.desk.world.group("Microstock ID")
        with refusing(sari.request, "sendMessage", 400, MOVED, migrate_to_chat_id=new.id):
            await sari.ask("/tanya siapa pendiri istockphoto")
        kept = await Guest(sari, new, sari.clock).memory()
        assert len(kept["said"]) == 2
        assert not {"hello", "answers"} & set(kept)
        await sari.desk.post(new, sari.person.json(), {"migrate_from_chat_id": sari.chat.id})
        assert "deleteMessage" not in [call.method for call in sari.request.calls]


async def test_where_the_database_is_lost_as_a_group_moves_the_update_comes_again(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(memory: GroupMemory) -> None:
        raise StorageLostError("away")

    monkeypatch.setattr(GroupMemory, "forget_all", lose)
    async with visiting(knowledge, kind="group") as sari:
        new = sari.desk.world.group("Microstock ID")
        with (
            refusing(sari.request, "sendMessage", 400, MOVED, migrate_to_chat_id=new.id),
            pytest.raises(StorageLostError),
        ):
            await sari.ask("/tanya apa itu burnout")
        assert await sari.rows(updates) == []


async def test_an_operator_finds_a_failure_under_the_id_that_the_person_was_told(
    knowledge: Knowledge, broken_search: None
) -> None:
    async with scene(knowledge) as talk:
        text = await talk.say(SECRET)
        (fault,) = await talk.rows(faults)
        assert fault["error_id"] in text
        assert "RuntimeError in " in fault["what"]
        assert "explode" not in fault["what"]
        assert SECRET not in fault["what"]
        assert await talk.rows(asked) == []
