"""Nobody's name: what is kept of questions tells nobody, what is kept of people no question, and operators see neither.

Exceptions, each on purpose:
- `chat_memory.memory` has the first names of those who joined a group until they are welcomed there ("welcome").
- Whoever chose "Kirim dengan namaku" is named in the notice of just that question, by name and username, never by id.
- The operator who taught something is named in learned.yaml ("by").
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.chat.knowledge import Knowledge
from bot.playground.photos import Upload
from bot.playground.telegram import Call
from bot.storage.database import Database
from bot.storage.tables import metadata
from tests.chat.relays import notices
from tests.chat.scenes import Scene
from tests.privacy.kept import Row, cells, rows
from tests.privacy.life import LIFE, sends_with_a_name
from tests.privacy.town import Opened, Town, town
from tests.privacy.ways import OPERATORS_LOOK, OPERATORS_WRITE, WAYS, Way, operator_answers, operator_looks
from tests.talk import words_of

TEXT = "yang ini ya kak"
EVERYTHING: tuple[Way, ...] = (*WAYS, *LIFE)
PERSONAL = {table.name for table in metadata.sorted_tables if "user_id" in table.c}
TIMES = {"updated_at", "finished_at", "sent_at", "answered_at"}


# What is kept


def assert_rows_of_nobody_name_nobody(one: Town, kept: dict[str, list[Row]]) -> None:
    """In the tables without a user_id there is no id, username or first name of any asker."""
    of_nobody = {name: found for name, found in kept.items() if name not in PERSONAL}
    named = set()
    for cell in cells(of_nobody):
        value = _without_welcome(cell.value) if cell.place == "chat_memory.memory" else cell.value
        named |= {
            cell.place for who in one.askers for name in one.names_of(who.person) if name in str(value).casefold()
        }
    assert named == set()


def assert_rows_of_people_point_to_no_question(kept: dict[str, list[Row]]) -> None:
    """In the tables with a user_id there is no key of a question."""
    keys = [row["key"] for row in kept["asked"]]
    assert keys
    of_people = {name: found for name, found in kept.items() if name in PERSONAL}
    assert [cell.place for cell in cells(of_people) if any(key in str(cell.value) for key in keys)] == []


def _without_welcome(memory: str) -> str:
    known = json.loads(memory)
    known.pop("welcome", None)
    return json.dumps(known, ensure_ascii=False)


# What operators see


def sent_to(one: Town, operator: Scene) -> list[str]:
    """All that the bot ever sent to an operator, changed messages and documents included."""
    mine: list[Call] = [call for call in operator.request.calls if call.params.get("chat_id") == operator.person.id]
    found = []
    for call in mine:
        document = call.params.get("document")
        found.append(json.dumps({**call.params, "document": None, "photo": None}, ensure_ascii=False, default=repr))
        if isinstance(document, Upload):
            found.append(document.content.decode("utf-8-sig"))
    return found


def assert_operators_see_nobody(one: Town, but: Scene | None = None) -> None:
    """Operators were told no id of an asker, and no name but of the one who chose that, in notices alone."""
    for operator in one.operators:
        for text in map(str.casefold, sent_to(one, operator)):
            for who in one.askers:
                decimal, shorter, *names = one.names_of(who.person)
                assert decimal not in text
                assert shorter not in text
                if who is not but or "ada pertanyaan untukmu" not in text:
                    assert not [name for name in names if name in text]


# Tests


async def test_after_a_whole_life_nobody_is_named_in_either_kind_of_database(
    knowledge: Knowledge, database: Database, knowledge_dir: Path
) -> None:
    async with town(knowledge, database, knowledge_dir) as one:
        for way in EVERYTHING:
            for who in one.askers:
                await way(one, who, TEXT)
        await sends_with_a_name(one, one.budi, TEXT)
        for way in (*OPERATORS_WRITE, *OPERATORS_LOOK):
            await way(one, one.rina, "tanya imigrasi ya")
        kept = await rows(one.database)
        assert_rows_of_nobody_name_nobody(one, kept)
        assert_rows_of_people_point_to_no_question(kept)
        assert_operators_see_nobody(one, but=one.budi)
        told = "\n".join(sent_to(one, one.rina))
        for seen in ("Laporan", "Pertanyaan per hari", "Belum terjawab", "jawaban-pengelola", "Ada pertanyaan untukmu"):
            assert seen in told, "operators did look"
        assert "Budiarjo (@budiarjo_qx)" in told
        assert kept["knowledge"]
        assert {row["reason"] for row in kept["feedback"]} >= {None, "off-topic", "lacking"}
        assert sum("document" in message for message in one.rina.from_bot) == 2, "the table and learned.yaml"


@pytest.mark.parametrize("named", [False, True], ids=["without a name", "with a name"])
async def test_an_asker_is_named_where_they_chose_it_and_then_once(opened: Opened, named: bool) -> None:
    async with opened() as one:
        if named:
            await sends_with_a_name(one, one.sari, TEXT)
        for way in LIFE:
            await way(one, one.sari, TEXT)
        await operator_answers(one, one.rina, "tanya imigrasi ya")
        shown = [words_of(notice) for notice in notices(one.rina)]
        assert len(shown) == 2 + named
        assert sum("Sarimbit" in text for text in shown) == named
        assert_operators_see_nobody(one, but=one.sari if named else None)


@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.lists(st.tuples(st.sampled_from(EVERYTHING), st.integers(0, 1)), min_size=6, max_size=16))
async def test_in_any_life_nobody_is_named(opened: Opened, ways: list[tuple[Way, int]]) -> None:
    async with opened() as one:
        await one.sari.say("apa itu burnout")
        for way, who in ways:
            await way(one, one.askers[who], TEXT)
        await operator_answers(one, one.rina, "tanya imigrasi ya")
        await operator_looks(one, one.rina, "")
        kept = await rows(one.database)
        assert_rows_of_nobody_name_nobody(one, kept)
        assert_rows_of_people_point_to_no_question(kept)
        assert_operators_see_nobody(one)


async def test_no_time_joins_a_person_to_a_question(opened: Opened) -> None:
    async with opened() as one:
        await one.sari.say("apa itu burnout")
        await one.sari.press(one.sari.library.texts.buttons.helpful)
        await one.budi.say("cara urus visa kerja ke Jepang gimana")
        kept = await rows(one.database)
        of_people = {row[name] for table in PERSONAL for row in kept[table] for name in TIMES & row.keys()}
        of_questions = {row["asked_at"] for row in kept["asked"]} | {row["rated_at"] for row in kept["feedback"]}
        assert of_people
        assert of_people & of_questions == set()
