"""The operators read what units kept: counted by day, unanswered, and sent to them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.storage.database import Database, open_database
from bot.storage.ledger import SqlLedger
from bot.storage.owner import AskedCount, Missing, RatedCount, WalkedCount
from bot.storage.protocols import NONE, OFF_TOPIC, Conversation, StorageLostError
from bot.storage.store import SqlStore
from tests.clock import NOON, Clock
from tests.storage.units import RELAY, ask, new_unit, rate, send, walk, write

HOUR, DAY = 3_600.0, 86_400.0  # seconds
TODAY = 20_514  # days since 1970 of NOON, which is 12:00 in UTC+7
SARI, BUDI = RELAY.user_id, 8


@pytest.fixture
def ledger(database: Database) -> SqlLedger:
    return SqlLedger(database)


async def test_relays_are_counted_by_person_since_a_moment(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    await write(timed_store, send())
    clock.pass_by(60)
    await write(timed_store, send(RELAY._replace(key="s")), send(RELAY._replace(key="t", user_id=BUDI)))
    assert await ledger.sent_relays(SARI, 0.0) == 2
    assert await ledger.sent_relays(SARI, clock.now) == 1
    assert await ledger.sent_relays(SARI, clock.now + 1) == 0
    assert await ledger.sent_relays(9, 0.0) == 0


# What is counted


async def test_questions_are_counted_by_day_decision_and_entry(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    midnight = NOON - 12 * HOUR  # in UTC+7
    for number, at in enumerate((midnight - 0.25, midnight, midnight + 0.25, midnight + DAY - 0.25, midnight + DAY)):
        clock.now = at
        await write(timed_store, ask(f"k{number}", decision="answer", entry_id="a/b"))
    await write(timed_store, ask("l"), ask("m"), ask("n", decision="suggest", entry_id="a/b"))
    await write(timed_store, ask("o", decision="answer", entry_id="a/c"))
    counted = (await ledger.counted(midnight - DAY)).asked
    assert set(counted) == {
        AskedCount(TODAY - 1, "answer", "a/b", 1),
        AskedCount(TODAY, "answer", "a/b", 3),
        AskedCount(TODAY + 1, "answer", "a/b", 1),
        AskedCount(TODAY + 1, "answer", "a/c", 1),
        AskedCount(TODAY + 1, "suggest", "a/b", 1),
        AskedCount(TODAY + 1, "unknown", None, 2),
    }
    assert [one.day for one in counted] == sorted(one.day for one in counted)
    assert sum(one.times for one in (await ledger.counted(midnight)).asked) == 8


async def test_ratings_walks_and_faults_are_counted_since_a_moment(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    early = clock.now
    before = (ask("k"), rate("k", helpful=True), walk("tidur", key="old"), lambda unit: unit.fault("early", "x"))
    await write(timed_store, *before)
    clock.pass_by(HOUR)
    await write(timed_store, ask("l"), ask("m"), ask("n"))
    await write(timed_store, rate("l", "lacking"), rate("m", "lacking"), rate("n", helpful=True))
    await write(timed_store, walk("kerja", key="1"), walk("kerja", key="2"), walk(None, "finished", key="3"))
    await write(timed_store, walk("lelah", key="old"), lambda unit: unit.fault("late", "y"))
    counted = await ledger.counted(clock.now)
    assert set(counted.rated) == {RatedCount("a/b", False, "lacking", 2), RatedCount("a/b", True, None, 1)}
    assert set(counted.walked) == {
        WalkedCount("burnout", "kerja", None, 2),
        WalkedCount("burnout", None, "finished", 1),
    }, "a run counts from its start"
    assert [fault.error_id for fault in counted.faults] == ["late"]
    counted = await ledger.counted(early)
    assert WalkedCount("burnout", "lelah", None, 1) in counted.walked
    assert RatedCount("a/b", True, None, 2) in counted.rated
    assert [type(one.helpful) for one in counted.rated] == [bool] * 2
    assert [fault.error_id for fault in counted.faults] == ["late", "early"]


async def test_no_more_than_the_twenty_newest_faults_are_told(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    for number in range(22):
        clock.pass_by(1)
        await write(timed_store, lambda unit, number=number: unit.fault(f"f{number}", "x"))  # type: ignore[misc]
    told = (await ledger.counted(0.0)).faults
    assert [fault.error_id for fault in told] == [f"f{number}" for number in range(21, 1, -1)]


async def test_of_nothing_nothing_is_counted(ledger: SqlLedger) -> None:
    counted = await ledger.counted(0.0)
    assert [list(one) for one in counted] == [[], [], [], []]
    assert await ledger.missing(0.0) == []


# What is missing


async def test_what_found_no_answer_or_the_wrong_one_is_missing_newest_first(
    timed_store: SqlStore, ledger: SqlLedger, clock: Clock
) -> None:
    await write(timed_store, ask("old"))
    clock.pass_by(HOUR)
    since = clock.now
    answered = {"text": "apa itu kta", "decision": "answer", "entry_id": "a/b"}
    await write(timed_store, ask("none"), *(ask(key, **answered) for key in ("wrong", "lacking", "good", "unrated")))
    await write(timed_store, ask("suggested", "jual foto", "suggest", "a/c"), ask("chosen", "foto", "chosen", "a/c"))
    await write(timed_store, rate("wrong", "off-topic"), rate("lacking", "lacking"), rate("good", helpful=True))
    clock.pass_by(60)
    await write(timed_store, ask("newest", "foto apa"), rate("suggested", "off-topic", "a/c"))
    newest = Missing("newest", "foto apa", since, None)  # within the hour too
    assert await ledger.missing(since) == [
        newest,
        Missing("suggested", "jual foto", since, "a/c"),
        Missing("wrong", "apa itu kta", since, "a/b"),
        Missing("none", "brp bunga kta", since, None),
    ]
    assert await ledger.missing(since, 1) == [newest]
    assert [one.key for one in await ledger.missing(0.0)][-1] == "old"


async def test_a_question_with_two_wrong_answers_is_missing_once(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, ask("k", decision="suggest", entry_id="a/b"))
    await write(timed_store, rate("k", "off-topic", "a/b"), rate("k", "off-topic", "a/c"))
    assert [one.key for one in await ledger.missing(0.0)] == ["k"]


async def test_where_no_suggestion_was_meant_the_question_is_missing_without_an_answer(
    timed_store: SqlStore, ledger: SqlLedger
) -> None:
    await write(timed_store, *(ask(key, decision="suggest", entry_id="a/b") for key in ("none", "both")))
    await write(timed_store, rate("none", NONE), rate("both", NONE, "z/z"), rate("both", OFF_TOPIC))
    assert [(one.key, one.given) for one in await ledger.missing(0.0)] == [("both", "a/b"), ("none", None)]
    assert (await ledger.counted(0.0)).rated == [RatedCount("a/b", False, OFF_TOPIC, 1)], "no answer was rated so"


async def test_who_changes_their_mind_takes_the_question_back(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, ask("k", decision="answer", entry_id="a/b"))
    await write(timed_store, rate("k", "off-topic"))
    await write(timed_store, rate("k", helpful=True))
    assert await ledger.missing(0.0) == []


@pytest.mark.parametrize(
    ("how", "left"),
    [("phrasing", ["new", "twin"]), ("answer", ["new", "twin"]), ("ignored", ["new"])],
)
async def test_what_an_operator_settled_is_missing_no_more(
    timed_store: SqlStore, ledger: SqlLedger, how: str, left: list[str]
) -> None:
    await write(timed_store, ask("k"), ask("twin"), ask("new", "foto apa"))
    await write(timed_store, lambda unit: unit.settle(["k", "gone"], how))
    assert sorted(one.key for one in await ledger.missing(0.0)) == left


async def test_what_was_settled_by_mistake_is_missing_again(timed_store: SqlStore, ledger: SqlLedger) -> None:
    await write(timed_store, *map(ask, "klm"))
    await write(timed_store, lambda unit: unit.settle(["k", "l"], "p:k"), lambda unit: unit.settle(["m"], "p:m"))
    assert await ledger.missing(0.0) == []
    await write(timed_store, lambda unit: unit.unsettle("p:k"))
    assert [one.key for one in await ledger.missing(0.0)] == ["l", "k"]
    await write(timed_store, lambda unit: unit.unsettle("p:m"), lambda unit: unit.unsettle("p:gone"))
    assert [one.key for one in await ledger.missing(0.0)] == ["m", "l", "k"]


async def test_what_is_settled_and_waits_again_by_turns_ends_as_the_last_wanted(
    timed_store: SqlStore, ledger: SqlLedger
) -> None:
    await write(timed_store, ask("k"))
    units = [new_unit(Conversation(number, number)) for number in range(1, 5)]
    for unit in units:
        assert await timed_store.begin(unit)
    units[0].settle(["k"], "p:k")
    units[1].unsettle("p:k")
    units[2].settle(["k"], "p:k")
    units[3].unsettle("p:k")
    await asyncio.gather(*map(timed_store.commit, units))  # in one batch
    assert [one.key for one in await ledger.missing(0.0)] == ["k"]
    await write(timed_store, lambda unit: unit.settle(["k"], "p:l"), lambda unit: unit.unsettle("p:l"))
    assert await ledger.missing(0.0) == [], "one unit settles after all else"


@pytest.mark.parametrize("again", ["brp bunga kta", "brp bunga kta?", "brp bunga kta ?!", "brp bunga kta..."])
@pytest.mark.parametrize("before", ["brp bunga kta", "brp bunga kta??"])
async def test_what_was_ignored_stays_so_when_it_is_asked_again(
    timed_store: SqlStore, ledger: SqlLedger, before: str, again: str
) -> None:
    await write(timed_store, ask("k", before), lambda unit: unit.settle(["k"], "ignored"))
    wrong = (ask("wrong", again, decision="answer", entry_id="a/b"), rate("wrong", OFF_TOPIC))
    await write(timed_store, ask("again", again), *wrong)
    assert await ledger.missing(0.0) == []
    await write(timed_store, ask("other", "brp bunga? kta"), ask("longer", "brp bunga kta? tolong"))
    assert [one.key for one in await ledger.missing(0.0)] == ["longer", "other"]


@pytest.mark.parametrize(
    "read",
    [
        lambda ledger: ledger.counted(0.0),
        lambda ledger: ledger.missing(0.0),
        lambda ledger: ledger.fault("x"),
        lambda ledger: ledger.relay("x"),
        lambda ledger: ledger.sent_relays(SARI, 0.0),
    ],
    ids=["counted", "missing", "fault", "relay", "sent_relays"],
)
async def test_a_database_that_is_away_counts_as_lost(read: Callable[[SqlLedger], Awaitable[object]]) -> None:
    database = open_database("postgres://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StorageLostError):
        await read(SqlLedger(database))
    await database.close()
