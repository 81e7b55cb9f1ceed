"""A made-up week as it was counted, and the same week as rows of a database."""

from __future__ import annotations

from sqlalchemy import insert

from bot.report.clusters import Question
from bot.report.figures import DAY, Counts, today
from bot.storage.database import Database
from bot.storage.tables import asked, faults, feedback, walks

BURNOUT, LOAN = "burnout/apa-itu", "pinjaman-bank/npwp-pajak"
GONE = "artikel-lama/bagian"
QUESTIONS = ("gmn cara bikin npwp", "cara buat NPWP gimana ya kak", "bikin npwp dmn", "=cmd|' /C calc'!A0")
ERROR_ID = "1a2b3c4d"


def counts_at(now: float) -> Counts:
    """What was counted of the week up to now."""
    day = today(now)
    return (
        [
            (day, "answer", BURNOUT, 3),
            (day, "unknown", None, 4),
            (day - 2, "suggest", LOAN, 2),
            (day - 2, "chosen", LOAN, 1),
            (day - 6, "answer", GONE, 2),
        ],
        [
            (BURNOUT, True, None, 2),
            (BURNOUT, False, "lacking", 1),
            (GONE, False, None, 2),
            (GONE, False, "off-topic", 1),
        ],
        [
            ("pinjaman", None, "finished", 2),
            ("pinjaman", "lama", "cancelled", 1),
            ("pinjaman", "rekening-satu", None, 3),
            ("burnout", None, "finished", 1),
        ],
        [(ERROR_ID, 77, "ValueError at bot/chat/private.py:10", now - 60)],
    )


def missing_at(now: float) -> list[Question]:
    """The questions without an answer of that week."""
    return [(f"key{place}", text, now - 100 * place, None) for place, text in enumerate(QUESTIONS, 1)]


async def put_week(database: Database, now: float) -> None:
    """The same as rows; each happened within its day."""
    counted, rated, walked, failed = counts_at(now)
    questions = [
        {"text": "apa", "decision": decision, "entry_id": entry_id, "asked_at": now - (today(now) - day) * DAY}
        for day, decision, entry_id, times in counted
        if decision != "unknown"
        for _ in range(times)
    ]
    open_ones = [
        {"text": text, "decision": "unknown", "entry_id": None, "asked_at": at, "key": key}
        for key, text, at, _ in missing_at(now)
    ]
    ratings = [
        {"entry_id": entry_id, "helpful": helpful, "reason": reason, "rated_at": now}
        for entry_id, helpful, reason, times in rated
        for _ in range(times)
    ]
    runs = [
        {"checklist": name, "step": step, "ended": ended, "started_at": now, "moved_at": now}
        for name, step, ended, times in walked
        for _ in range(times)
    ]
    async with database.transaction() as connection:
        await connection.execute(insert(asked), [{"key": f"old{i}", **row} for i, row in enumerate(questions)])
        await connection.execute(insert(asked), open_ones)
        await connection.execute(insert(feedback), ratings)
        await connection.execute(insert(walks), [{"key": f"run{i}", **row} for i, row in enumerate(runs)])
        names = ("error_id", "update_id", "what", "happened_at")
        await connection.execute(insert(faults), [dict(zip(names, row, strict=True)) for row in failed])
