"""What the operators read of what units kept, counted by the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, or_, select

from bot.storage.database import Database
from bot.storage.owner import AskedCount, Counted, Missing, RatedCount, WalkedCount
from bot.storage.protocols import IGNORED, NONE, OFF_TOPIC, Fault, Relay
from bot.storage.tables import asked, faults, feedback, relays, walks

_EAST = 25_200  # seconds by which UTC+7 is ahead
_DAY = 86_400.0  # seconds
_FAULTS = 20
_UNANSWERED = "unknown"  # the decision
_MARKS = "?!. "  # what may end a question and makes it no other
_FAULT = (faults.c.error_id, faults.c.update_id, faults.c.what, faults.c.happened_at)
_RELAY = [relays.c[name] for name in Relay._fields]


class SqlLedger:
    """The ledger in a database; see `protocols.Ledger`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def counted(self, since: float) -> Counted:
        """What was asked, rated, walked and what failed since then; at most the 20 newest faults."""
        newest = faults.c.happened_at.desc(), faults.c.error_id
        failed = select(*_FAULT).where(faults.c.happened_at >= since).order_by(*newest).limit(_FAULTS)
        async with self._database.transaction() as connection:
            return Counted(
                asked=[AskedCount(*row) for row in await connection.execute(_asked_since(since))],
                rated=[RatedCount(*row) for row in await connection.execute(_rated_since(since))],
                walked=[WalkedCount(*row) for row in await connection.execute(_walked_since(since))],
                faults=[Fault(*row) for row in await connection.execute(failed)],
            )

    async def missing(self, since: float, limit: int = 5_000) -> list[Missing]:
        """The questions since then, newest first, with no answer or of whose answer somebody said "bukan itu".

        Without those that an operator settled, and without those whose text, but for marks at its end, is the same as
        one that was ignored.
        """
        async with self._database.transaction() as connection:
            return [Missing(*row) for row in await connection.execute(_missing_since(since).limit(limit))]

    async def fault(self, error_id: str) -> Fault | None:
        """What failed under a code, if it is still kept."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(*_FAULT).where(faults.c.error_id == error_id))).first()
        return Fault(*row) if row else None

    async def question(self, key: str) -> str | None:
        """A question by its key, as it is kept, if it still is."""
        async with self._database.transaction() as connection:
            return (await connection.execute(select(asked.c.text).where(asked.c.key == key))).scalar_one_or_none()

    async def relay(self, key: str) -> Relay | None:
        """A question that was sent to the operators, if it is still kept."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(*_RELAY).where(relays.c.key == key))).first()
        return Relay(*row) if row else None

    async def sent_relays(self, user_id: int, since: float) -> int:
        """How many questions a person sent to the operators since then."""
        sent = (relays.c.user_id == user_id, relays.c.sent_at >= since)
        async with self._database.transaction() as connection:
            return (await connection.execute(select(func.count()).select_from(relays).where(*sent))).scalar_one()


def _asked_since(since: float) -> Select[Any]:
    days = _floor((asked.c.asked_at + _EAST) / _DAY).label("day")
    # Within, since a bound value stands twice in the statement otherwise, which PostgreSQL takes for two expressions.
    one = select(days, asked.c.decision, asked.c.entry_id).where(asked.c.asked_at >= since).subquery()
    kinds = (one.c.day, one.c.decision, one.c.entry_id)
    return select(*kinds, func.count()).group_by(*kinds).order_by(*kinds)


def _rated_since(since: float) -> Select[Any]:
    kinds = (feedback.c.entry_id, feedback.c.helpful, feedback.c.reason)
    of_answers = feedback.c.reason.is_distinct_from(NONE)  # that one is said of suggestions
    where = (feedback.c.rated_at >= since, of_answers)
    return select(*kinds, func.count()).where(*where).group_by(*kinds).order_by(*kinds)


def _walked_since(since: float) -> Select[Any]:
    kinds = (walks.c.checklist, walks.c.step, walks.c.ended)
    return select(*kinds, func.count()).where(walks.c.started_at >= since).group_by(*kinds).order_by(*kinds)


def _missing_since(since: float) -> Select[Any]:
    given = case((feedback.c.reason == OFF_TOPIC, feedback.c.entry_id))  # suggestions were not given as the answer
    wrong = (
        select(feedback.c.asked_id, func.max(given).label("given"))
        .where(feedback.c.reason.in_((OFF_TOPIC, NONE)))
        .group_by(feedback.c.asked_id)
        .subquery()
    )
    alike = asked.alias("alike")
    ignored = select(func.rtrim(alike.c.text, _MARKS)).where(alike.c.settled == IGNORED)
    return (
        select(asked.c.key, asked.c.text, asked.c.asked_at, wrong.c.given)
        .select_from(asked.outerjoin(wrong, wrong.c.asked_id == asked.c.id))
        .where(
            asked.c.asked_at >= since,
            asked.c.key.is_not(None),  # as those are that a version before wrote: nothing could be made of them
            asked.c.settled.is_(None),
            or_(asked.c.decision == _UNANSWERED, wrong.c.asked_id.is_not(None)),
            func.rtrim(asked.c.text, _MARKS).not_in(ignored),
        )
        .order_by(asked.c.asked_at.desc(), asked.c.id.desc())
    )


def _floor(number: ColumnElement[Any]) -> ColumnElement[int]:
    """The whole number below; SQLite's cast cuts off, PostgreSQL's rounds, and not every SQLite has a floor()."""
    near = cast(number, BigInteger)
    return near - case((near > number, 1), else_=0)
