"""A process follows the others, tells what is wrong, and reads its files again at a hangup."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from bot.chat.office import Outcome
from bot.errors import KnowledgeError
from bot.storage.protocols import StorageLostError
from bot.upkeep.following import Follower, loggable, reload_at_hangup
from bot.upkeep.starting import library_to_serve
from tests.upkeep.conftest import Process, asks

Make = Callable[..., Process]


class Operators:
    """Whoever is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    async def tell(self, outcome: Outcome) -> None:
        self.told.append((*outcome.problems, *outcome.warnings))


class Turns:
    """A sleep that lasts until the test says so."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(0)
        self._slept = asyncio.Semaphore(0)

    async def sleep(self, _: float) -> None:
        self._slept.release()
        await self._turn.acquire()

    async def pass_by(self) -> None:
        """Let one look be made, to its end."""
        await self._slept.acquire()
        self._turn.release()
        await self._slept.acquire()
        self._slept.release()


async def following(process: Process, operators: Operators) -> tuple[Turns, asyncio.Task[None]]:
    turns = Turns()
    follower = Follower(process.keeper, operators.tell, turns.sleep)
    await follower.begin()
    return turns, asyncio.create_task(follower.run())


async def test_a_process_takes_over_what_another_learned(process: Make) -> None:
    one, other, operators = process(), process(), Operators()
    turns, task = await following(other, operators)
    await turns.pass_by()
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await turns.pass_by()
    assert other.asked == other.on_disk == {"kok aku lemes terus ya"}
    assert operators.told == []
    task.cancel()


async def test_operators_are_told_once_of_files_that_cannot_be_used(process: Make) -> None:
    one, other, operators = process(), process(), Operators()
    turns, task = await following(other, operators)
    other.change("intro:", "intor:")
    await one.keeper.reload()
    with capture_logs() as logs:
        for _ in range(3):
            await turns.pass_by()
    assert len(operators.told) == 1
    assert "knowledge/id/articles/burnout.yaml" in operators.told[0][0]
    assert [entry["log_level"] for entry in logs] == ["error"]
    task.cancel()


async def test_a_lost_database_is_logged_once_and_no_end(process: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, operators = process(), process(), Operators()
    turns, task = await following(other, operators)

    async def lost() -> None:
        raise StorageLostError("away")

    with capture_logs() as logs, monkeypatch.context() as patch:
        patch.setattr(other.teachings, "taught", lost)
        for _ in range(3):
            await turns.pass_by()
    assert [entry["event"] for entry in logs] == ["whether the knowledge has changed is not known"]
    await one.keeper.teach(asks("kok aku lemes terus ya"))
    await turns.pass_by()
    assert other.asked == {"kok aku lemes terus ya"}
    task.cancel()


async def test_where_the_database_was_away_at_the_beginning_it_is_compared_later(
    process: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = process(), process()
    await one.keeper.teach(asks("kok aku lemes terus ya"))

    async def lost() -> None:
        raise StorageLostError("away")

    with monkeypatch.context() as patch:
        patch.setattr(other.teachings, "taught", lost)
        turns, task = await following(other, Operators())
    assert other.asked == set()
    await turns.pass_by()
    assert other.asked == other.on_disk == {"kok aku lemes terus ya"}
    task.cancel()


async def test_a_hangup_reads_the_files_again(process: Make) -> None:
    one, operators = process(), Operators()
    hung_up, stop = asyncio.Event(), asyncio.Event()
    reload_at_hangup(hung_up, stop)
    try:
        os.kill(os.getpid(), signal.SIGHUP)
        await hung_up.wait()
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    follower = Follower(one.keeper, operators.tell)
    one.retitle("Burnout yang baru")
    task = asyncio.create_task(follower.reload_at(hung_up))
    while one.title != "Burnout yang baru":
        await asyncio.sleep(0)
    one.change("intro:", "intor:")
    hung_up.set()
    while not operators.told:
        await asyncio.sleep(0)
    assert one.title == "Burnout yang baru"
    assert not stop.is_set()
    task.cancel()


async def test_a_hangup_of_the_terminal_itself_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    there = iter((True, False))
    monkeypatch.setattr("bot.upkeep.following._has_terminal", lambda: next(there))
    hung_up, stop = asyncio.Event(), asyncio.Event()
    reload_at_hangup(hung_up, stop)
    try:
        os.kill(os.getpid(), signal.SIGHUP)
        await stop.wait()
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    assert not hung_up.is_set()


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        (
            'knowledge/id/learned.yaml:3: the question "aku capek" is bad',
            'knowledge/id/learned.yaml:3: the question "..." is bad',
        ),
        ('knowledge/id/texts.yaml:3: the text "halo" is bad', 'knowledge/id/texts.yaml:3: the text "halo" is bad'),
    ],
    ids=["learned", "the owner's"],
)
def test_what_was_learned_from_people_is_not_logged(line: str, logged: str) -> None:
    assert loggable(line) == logged


@pytest.mark.parametrize(
    "content", ["phrasing: []", "phrasings: [", "version: 1\nphrasings:\n  - entry: a/b\n    text: x"]
)
def test_a_broken_learned_file_keeps_no_process_from_starting(process: Make, content: str) -> None:
    one = process()
    one.file.write_text(content, encoding="utf-8")
    with capture_logs() as logs:
        assert library_to_serve(one.folder).entries
    assert [entry["event"] for entry in logs] == ["learned.yaml has problems, the bot begins without it"]


def test_any_other_broken_file_does(process: Make) -> None:
    one = process()
    one.change("intro:", "intor:")
    with pytest.raises(KnowledgeError):
        library_to_serve(one.folder)
