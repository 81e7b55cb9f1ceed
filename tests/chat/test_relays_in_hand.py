"""What a process remembers of questions to the operators, until the database says it or a day is over."""

from __future__ import annotations

import pytest

from bot.chat.relay_delivered import Delivered, digest_of, read_mark
from bot.chat.relays_in_hand import ANSWERING, RelaysInHand
from bot.storage.database import Database
from bot.storage.ledger import SqlLedger
from bot.storage.protocols import Relay
from bot.storage.tables import relays
from tests.chat.scenes import DAY
from tests.clock import Clock

KEY = "ab2cd3ef4g"


@pytest.mark.parametrize(("kept", "stands"), [("open", ANSWERING), ("closed", "closed"), ("answered", "answered")])
async def test_the_database_comes_first(database: Database, kept: str, stands: str) -> None:
    in_hand = RelaysInHand(Clock())
    in_hand.take(KEY, ANSWERING, 1)
    assert await _status(in_hand, database, kept) == stands


async def test_what_is_in_hand_is_forgotten_in_a_minute(database: Database) -> None:
    clock = Clock()
    in_hand = RelaysInHand(clock)
    in_hand.take(KEY, "withdrawn", 1)
    assert await _status(in_hand, database) == "withdrawn"
    clock.pass_by(61)
    assert await _status(in_hand, database) == "open"


async def test_nobody_is_in_their_own_way(database: Database) -> None:
    """An update that comes again after a crash does what it did before."""
    in_hand = RelaysInHand(Clock())
    in_hand.take(KEY, "withdrawn", 2)
    assert await _status(in_hand, database) == "open"


async def test_what_came_to_nothing_is_let_go(database: Database) -> None:
    in_hand = RelaysInHand(Clock())
    in_hand.take(KEY, ANSWERING, 1)
    in_hand.let_go(KEY, 1)
    in_hand.let_go(KEY, 1)
    assert await _status(in_hand, database) == "open"


def test_questions_are_counted_for_a_day() -> None:
    clock = Clock()
    in_hand = RelaysInHand(clock)
    for key in ("a", "b", "b"):
        in_hand.sent(7, key)
    assert (in_hand.sent_by(7), in_hand.sent_by(8)) == (2, 0)
    clock.pass_by(DAY + 1)
    assert in_hand.sent_by(7) == 0


def test_those_who_are_counted_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.relays_in_hand._MOST_KNOWN", 3)
    clock = Clock()
    in_hand = RelaysInHand(clock)
    for person in range(3):
        in_hand.sent(person, "a")
    clock.pass_by(DAY + 1)
    in_hand.sent(9, "a")
    assert list(in_hand._sent) == [9]


# What was delivered


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("ya", "ya"),
        ("ya", "Bisa, ya.\n\nya\n\nya sudah"),
        ("satu\n\ndua", "nol\n\nsatu\n\ndua\n\ntiga"),
        ("satu\n\n\ndua", "nol\n\nsatu\n\n\ndua"),
        ("😀" * 9, "a\n\n" + "😀" * 9),
    ],
)
def test_an_answer_is_found_among_all(text: str, answers: str) -> None:
    delivered = Delivered(5, first=False, digest=digest_of(text))
    assert delivered.found_in(answers) == text
    assert delivered.found_in(answers.replace(text, "lain")) is None
    assert read_mark(delivered.mark()) == delivered


@pytest.mark.parametrize("mark", ["", "relay", "relay:5", "relay:x:a:1-00000000", "relay:5:b:1-00000000"])
def test_what_is_no_mark_is_read_as_none(mark: str) -> None:
    assert read_mark(mark) is None


async def _status(in_hand: RelaysInHand, database: Database, kept: str = "open") -> str:
    """How a relay that is kept so stands for update 2."""
    relay = Relay(KEY, 7, 7, 0, None, None, "visa kerja", named=False, status=kept)
    async with database.transaction() as connection:
        await connection.execute(relays.delete())
        await connection.execute(relays.insert().values(**relay._asdict()))
    found = await in_hand.standing(KEY, SqlLedger(database), 2)
    assert found is not None
    return found.status
