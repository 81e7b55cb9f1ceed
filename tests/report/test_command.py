"""`python -m bot report` as its owner calls it, over a database of each kind."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer
from bot.content.learned_file import learned_text
from bot.content.library import Library
from bot.storage.database import Database
from bot.storage.tables import asked
from bot.storage.teachings import SqlTeachings
from tests.report.samples import BURNOUT, ERROR_ID, QUESTIONS, put_week
from tests.test_command_line import run


async def test_the_week_is_printed_and_written(
    database: Database, database_url: str, library: Library, tmp_path: Path
) -> None:
    await put_week(database, time.time())
    table, picture = tmp_path / "laporan.csv", tmp_path / "laporan.png"
    result = run("report", "--csv", str(table), "--picture", str(picture), DATABASE_URL=database_url)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Laporan 7 hari" in result.stdout
    assert "12 pertanyaan" in result.stdout
    assert "6 mulai, 2 selesai, 1 batal, 3 belum selesai" in result.stdout
    assert ERROR_ID in result.stdout
    assert "<b>" not in result.stdout
    assert str(table) in result.stdout
    assert picture.read_bytes().startswith(b"\x89PNG")
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = library.texts.report.table
    missing = [row[texts.detail] for row in rows if row[texts.section] == texts.missing]
    assert sorted(missing) == sorted([*QUESTIONS[:-1], f"'{QUESTIONS[-1]}"])
    assert sum(int(row[texts.count]) for row in rows if row[texts.section] == texts.days) == 12


async def test_a_month_is_longer_than_a_week(database: Database, database_url: str) -> None:
    await put_week(database, time.time() - 10 * 86_400)
    assert "12 pertanyaan" not in run("report", DATABASE_URL=database_url).stdout
    result = run("report", "--days", "30", DATABASE_URL=database_url)
    assert "Laporan 30 hari" in result.stdout
    assert "12 pertanyaan" in result.stdout


TAUGHT = LearnedAnswer(
    section="jam-kerja",
    article=BY_OPERATORS,
    title="Jam kerja tim pengelola",
    label="Jam kerja pengelola",
    short="Tim pengelola bekerja setiap hari kerja.",
    questions=["jam kerja pengelola"],
    by="Rina",
    at="2026-11-20 09:00",
)


@pytest.mark.parametrize("can_be_used", [True, False])
async def test_what_the_bot_was_taught_has_its_label_where_that_can_be_used(
    database: Database, database_url: str, library: Library, can_be_used: bool
) -> None:
    learned = learned_text(Learned(version=1, answers=[TAUGHT]))
    await SqlTeachings(database).teach(learned if can_be_used else learned + "?", 0)
    row = {"text": "x", "decision": "answer", "asked_at": time.time()}
    async with database.transaction() as connection:
        for key, entry_id in (("a", TAUGHT.entry_id), ("b", BURNOUT)):
            await connection.execute(insert(asked), {**row, "entry_id": entry_id, "key": key})
    result = run("report", DATABASE_URL=database_url)
    assert (result.returncode, result.stderr) == (0, "")
    assert library.entries[BURNOUT].label in result.stdout
    assert (TAUGHT.label in result.stdout) is can_be_used
    assert (TAUGHT.entry_id in result.stdout) is not can_be_used


async def test_a_database_without_a_question_says_so_kindly(
    database: Database, database_url: str, library: Library
) -> None:
    result = run("report", DATABASE_URL=database_url)
    assert result.returncode == 0
    assert library.texts.report.empty in result.stdout


def test_a_database_that_was_not_migrated_is_told(database_url: str) -> None:
    result = run("report", DATABASE_URL=database_url)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "python -m bot migrate" in result.stderr


@pytest.mark.parametrize(
    ("url", "told"), [("postgresql://localhost:1/none", "cannot be used"), ("nonsense", "DATABASE_URL is no address")]
)
def test_no_database_is_told_in_one_sentence(url: str, told: str) -> None:
    result = run("report", DATABASE_URL=url)
    assert result.returncode > 0
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--csv", "--picture"])
async def test_a_file_that_cannot_be_written_is_told(
    database: Database, database_url: str, tmp_path: Path, option: str
) -> None:
    await put_week(database, time.time())
    result = run("report", option, str(tmp_path / "none" / "x"), DATABASE_URL=database_url)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "cannot be written (No such file or directory)" in result.stderr


def test_other_lengths_are_refused() -> None:
    result = run("report", "--days", "8")
    assert result.returncode == 2
    assert "choose from 7, 30" in result.stderr
