"""`python -m bot report`: what the bot was asked and what it could not answer, from the command line."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bot.content.library import Library
from bot.content.loader import inspect_knowledge
from bot.errors import StartupError, UsageError
from bot.replies.plain import plain_text
from bot.replies.reply import Reply
from bot.replies.report import ReportPages
from bot.report.clusters import Clusterer
from bot.report.figures import Report, report_of, since
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.ledger import SqlLedger
from bot.storage.migrate import check
from bot.storage.protocols import StorageLostError
from bot.storage.teachings import SqlTeachings


async def read_report(
    settings: Settings, library: Library, days: int, clock: Callable[[], float] = time.time
) -> Report:
    """The report of so many days up to now; raises StartupError where the database is away or of another version.

    Labels are those of what the bot uses, with what it was taught; where that has problems, those of the `library`.
    """
    database = open_database(settings.database_url.get_secret_value())
    try:
        await database.reach()
        await check(database)
        ledger, now = SqlLedger(database), clock()
        begin = since(now, days)
        counted, missing = await ledger.counted(begin), await ledger.missing(begin)
        taught = await SqlTeachings(database).taught()
    except StorageLostError as error:
        raise StartupError(f"The {database.name} went away ({error}); try again.") from None
    finally:
        await database.close()
    if taught.version:
        library = _in_use(settings.knowledge_dir, taught.learned) or library
    return report_of(counted, Clusterer(library).clustered(missing), library, now, days)


def _in_use(folder: Path, learned: str) -> Library | None:
    """The knowledge with what is learned, or None where that cannot be used."""
    library, problems = inspect_knowledge(folder, learned)
    return None if problems else library


def tell(report: Report, library: Library) -> str:
    """The report as plain text."""
    return plain_text(Reply(ReportPages(library).text(report)))


def write_table(report: Report, library: Library, path: Path) -> None:
    """Write the report as a CSV file; raises UsageError where that cannot be."""
    from bot.report.table import ReportTable

    _write(path, ReportTable(library).csv(report))


def write_picture(report: Report, library: Library, path: Path) -> None:
    """Write the report as a PNG file; raises UsageError where that cannot be."""
    from bot.charts.draw import draw
    from bot.chat.report_picture import ReportPicture

    _write(path, draw(ReportPicture(library).of(report)))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name a file in a folder of yours.") from None
