"""/hapusdata after a long life: nothing of the person is left in any column of any table, and others keep everything.

What stays by design:
- What is kept without a name: questions, ratings, walks, and what operators made of a question.
- The first name of somebody who has just joined a group waits in `chat_memory.memory` until they are welcomed there; it
  is the group's, no id stands with it, and an id is what this test looks for.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.chat.knowledge import Knowledge
from bot.playground.world import Person
from bot.storage.database import Database
from bot.storage.tables import of_person
from tests.chat.scenes import Scene
from tests.privacy.kept import Row, cells, rows
from tests.privacy.life import LIFE, sends_with_a_name
from tests.privacy.town import Opened, Town, town
from tests.privacy.ways import WAYS, Way, operator_answers

EVERYTHING: tuple[Way, ...] = (*WAYS, *LIFE, sends_with_a_name)
TEXT = "yang ini ya kak"
OF_NOBODY_YET = {"user_settings", "chat_settings", "chat_memory"}
"""What the bot writes of no person alone; tests/storage/test_privacy.py adds rows there."""
PERSONAL = {table.name: column.name for table, column in of_person.items()}


async def live(one: Town, ways: list[tuple[Way, int]]) -> None:
    """Let two people do all this, and an operator answer now and then."""
    for place, (way, who) in enumerate(ways):
        await way(one, one.askers[who], TEXT)
        if place % 6 == 5:
            await operator_answers(one, one.rina, "tanya imigrasi ya")


async def erase(one: Town, who: Scene) -> None:
    """Erase all, as a person does it."""
    await who.say("/hapusdata")
    await who.press(one.sari.library.texts.personal.erase_yes)


def of(person: Person, kept: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows that are somebody's own."""
    return {name: [row for row in kept[name] if row[column] == person.id] for name, column in PERSONAL.items()}


def of_nobody(kept: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows without a name, but for the updates, of which the erasing itself adds one."""
    return {name: found for name, found in kept.items() if name not in PERSONAL and name != "updates"}


def with_id(one: Town, person: Person, kept: dict[str, list[Row]]) -> set[str]:
    """Where an id stands, of any type and within any text."""
    decimal, shorter = one.names_of(person)[:2]
    return {cell.place for cell in cells(kept) if decimal in str(cell.value) or shorter in str(cell.value)}


async def assert_one_goes_and_the_other_stays(one: Town, gone: Scene, stays: Scene) -> None:
    """Erase, and look everywhere."""
    before = await rows(one.database)
    assert with_id(one, gone.person, before) >= {"sessions.user_id", "sessions.chat_id"}
    await erase(one, gone)
    after = await rows(one.database)
    assert with_id(one, gone.person, after) == set()
    assert of(stays.person, after) == of(stays.person, before)
    assert of_nobody(after) == of_nobody(before)


async def test_after_a_whole_life_nothing_is_left_in_either_kind_of_database(
    knowledge: Knowledge, database: Database
) -> None:
    async with town(knowledge, database) as one:
        await live(one, [(way, person) for way in EVERYTHING for person in (0, 1)])
        for person in one.askers:
            own = of(person.person, await rows(one.database))
            assert {name for name, found in own.items() if not found} == OF_NOBODY_YET
        await assert_one_goes_and_the_other_stays(one, one.budi, one.sari)


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.tuples(st.sampled_from(EVERYTHING), st.integers(0, 1)), min_size=6, max_size=16), st.integers(0, 1))
async def test_after_any_life_nothing_is_left(opened: Opened, ways: list[tuple[Way, int]], who: int) -> None:
    async with opened() as one:
        gone, stays = one.askers[who], one.askers[1 - who]
        await gone.say("apa itu burnout")
        await live(one, ways)
        await assert_one_goes_and_the_other_stays(one, gone, stays)
