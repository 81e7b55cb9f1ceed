"""Turns in a conversation are taken in order; conversations do not wait for each other."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.lanes import Lanes


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30))
def test_each_conversation_sees_its_updates_one_at_a_time_and_in_order(came: list[tuple[int, int]]) -> None:
    taken: dict[int, list[int]] = {}
    inside: set[int] = set()

    async def one(lanes: Lanes, number: int, conversation: int, pauses: int) -> None:
        async with lanes.turn(conversation):
            assert conversation not in inside
            inside.add(conversation)
            for _ in range(pauses):
                await asyncio.sleep(0)
            taken.setdefault(conversation, []).append(number)
            inside.remove(conversation)

    async def run() -> None:
        lanes = Lanes()
        await asyncio.gather(*(one(lanes, number, *turn) for number, turn in enumerate(came)))
        assert not lanes.busy

    asyncio.run(run())
    assert all(numbers == sorted(numbers) for numbers in taken.values())
    assert sum(map(len, taken.values())) == len(came)


async def test_a_busy_conversation_holds_up_no_other() -> None:
    lanes, release = Lanes(), asyncio.Event()

    async def slow() -> None:
        async with lanes.turn("slow"):
            await release.wait()

    waiting = asyncio.create_task(slow())
    await asyncio.sleep(0)
    async with asyncio.timeout(1), lanes.turn("other"):
        assert not waiting.done()
        release.set()
    await waiting


async def test_whoever_gives_up_waiting_lets_the_next_one_go() -> None:
    lanes, order = Lanes(), []

    async def one(name: str) -> None:
        async with lanes.turn("here"):
            order.append(name)

    async with lanes.turn("here"):
        tasks = [asyncio.create_task(one(name)) for name in ("first", "second", "third")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.sleep(0)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == ["first", "third"]
    assert not lanes.busy


async def test_a_turn_that_came_and_was_given_up_at_once_is_passed_on() -> None:
    lanes, order = Lanes(), []

    async def one(name: str) -> None:
        async with lanes.turn("here"):
            order.append(name)

    async with lanes.turn("here"):
        tasks = [asyncio.create_task(one(name)) for name in ("first", "second")]
        await asyncio.sleep(0)
    tasks[0].cancel()  # it is its turn, and it does not know yet
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == ["second"]
