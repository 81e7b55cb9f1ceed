"""What people say of answers is kept with the question and the entry, and with nobody's name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from sqlalchemy import select

from bot.chat.knowledge import Knowledge
from bot.playground.opening import on_desk
from bot.storage.database import Database, in_memory
from bot.storage.tables import asked, feedback, metadata, sessions
from tests.talk import Talk

Row = tuple[str | None, str, bool, str | None]


class Rated(NamedTuple):
    """A person, and the database behind the bot."""

    talk: Talk
    database: Database

    async def ratings(self) -> list[Row]:
        """Question, entry, helpful, reason."""
        found = select(asked.c.text, feedback.c.entry_id, feedback.c.helpful, feedback.c.reason).select_from(
            feedback.outerjoin(asked, feedback.c.asked_id == asked.c.id)
        )
        async with self.database.transaction() as connection:
            return [(row[0], row[1], row[2], row[3]) for row in await connection.execute(found)]

    async def keys(self) -> list[str]:
        async with self.database.transaction() as connection:
            return [str(key) for key in (await connection.execute(select(asked.c.key))).scalars()]


@pytest.fixture
async def rated(knowledge: Knowledge) -> AsyncIterator[Rated]:
    database = in_memory()
    async with on_desk(knowledge, database) as (desk, request):
        yield Rated(Talk(desk, request, desk.world.person("Sari")), database)


async def test_a_helpful_answer_is_kept_with_its_question(rated: Rated) -> None:
    await rated.talk.say("Apa itu burnout")
    await rated.talk.press("Membantu")
    assert await rated.ratings() == [("apa itu burnout", "burnout/apa-itu", True, None)]


@pytest.mark.parametrize(("label", "reason"), [("Bukan itu", "off-topic"), ("Jawabannya kurang", "lacking")])
async def test_a_reason_takes_the_place_of_the_mere_no(rated: Rated, label: str, reason: str) -> None:
    await rated.talk.say("apa itu burnout")
    await rated.talk.press("Kurang pas")
    assert await rated.ratings() == [("apa itu burnout", "burnout/apa-itu", False, None)]
    await rated.talk.press(label)
    assert await rated.ratings() == [("apa itu burnout", "burnout/apa-itu", False, reason)]


async def test_the_last_word_counts_however_often_it_is_pressed(rated: Rated) -> None:
    await rated.talk.say("apa itu burnout")
    helpful = rated.talk.data("Membantu")
    await rated.talk.press("Kurang pas")
    for _ in range(3):
        await rated.talk.desk.press(rated.talk.person, rated.talk.last, helpful)
    assert await rated.ratings() == [("apa itu burnout", "burnout/apa-itu", True, None)]


async def test_after_a_look_at_a_related_answer_the_question_is_still_known(rated: Rated) -> None:
    await rated.talk.say("apa itu burnout")
    await rated.talk.press(rated.talk.labels[0])
    await rated.talk.press("Kembali")
    await rated.talk.press("Kurang pas")
    await rated.talk.press("Bukan itu")
    assert await rated.ratings() == [("apa itu burnout", "burnout/apa-itu", False, "off-topic")]


async def test_a_choice_that_holds_nothing_right_can_be_refused(rated: Rated) -> None:
    await rated.talk.say("kredit freelance")
    await rated.talk.press("Nggak ada yang pas")
    assert "sudah kucatat" in rated.talk.text
    ((question, _, helpful, reason),) = await rated.ratings()
    assert (question, helpful, reason) == ("kredit freelance", False, "none")


async def test_what_is_chosen_from_a_choice_is_rated_under_the_question(rated: Rated) -> None:
    await rated.talk.say("kredit freelance")
    await rated.talk.press(rated.talk.labels[1])
    await rated.talk.press("Kurang pas")
    await rated.talk.press("kurang")
    ((question, _, _, reason),) = await rated.ratings()
    assert (question, reason) == ("kredit freelance", "lacking")


async def test_no_row_that_knows_a_person_points_to_a_question(rated: Rated) -> None:
    await rated.talk.say("apa itu burnout")
    await rated.talk.press("Kurang pas")
    await rated.talk.press("Bukan itu")
    await rated.talk.say("kredit freelance")
    keys = await rated.keys()
    assert len(set(keys)) == 2
    for table in metadata.sorted_tables:
        if "user_id" in table.c:
            async with rated.database.transaction() as connection:
                for row in await connection.execute(select(table)):
                    assert not [key for key in keys if key in repr(tuple(row))], table.name
    async with rated.database.transaction() as connection:
        assert (await connection.execute(select(sessions.c.state))).scalars().all()  # there was something to look at
