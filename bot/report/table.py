"""The whole report as a table for spreadsheets: one fact a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bot.content.library import Library
from bot.content.report_texts import ReportTexts
from bot.report.figures import PARTS, ZONE, Funnel, Rating, Report
from bot.report.wording import step_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula; full-width signs too, as some do."""
_STEP = 200  # characters


class Row(NamedTuple):
    """One fact; `date` is a day such as 2026-11-28, or empty."""

    section: str
    date: str
    name: str
    detail: str
    times: int


class ReportTable:
    """Writes reports as CSV."""

    def __init__(self, library: Library) -> None:
        self._texts: ReportTexts = library.texts.report

    def csv(self, report: Report) -> bytes:
        """A CSV file with a head: UTF-8 with the mark that Excel looks for, commas, everything in quotes."""
        texts = self._texts.table
        written = io.StringIO(newline="")
        writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow((texts.section, texts.date, texts.name, texts.detail, texts.count))
        for row in self.rows(report):
            writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
        return written.getvalue().encode("utf-8-sig", "replace")

    def rows(self, report: Report) -> Iterator[Row]:
        """Every fact of a report, texts as they are."""
        texts = self._texts.table
        for day in report.days:
            for part, times in zip(PARTS, day.counts, strict=True):
                yield Row(texts.days, _date(day.at), getattr(self._texts.parts, part), "", times)
        for given in report.given:
            yield Row(texts.given, "", given.label, given.entry_id, given.times)
        for rating in report.ratings:
            yield from self._rated(rating)
        for cluster in report.missing:
            for text, times in cluster.texts:
                yield Row(texts.missing, _date(cluster.last_at), cluster.text, text, times)
        for funnel in report.funnels:
            yield from self._walked(funnel)
        for fault in report.faults:
            yield Row(texts.faults, _date(fault.at), fault.error_id, fault.what, 1)

    def _rated(self, rating: Rating) -> Iterator[Row]:
        """What people said of an entry; what they said most precisely counts, so that the rows add up."""
        texts, kinds = self._texts.table, self._texts.rating_parts
        rest = rating.unhelpful - rating.off_topic - rating.lacking
        counts = (
            (kinds.helpful, rating.helpful),
            (kinds.unhelpful, rest),
            (kinds.off_topic, rating.off_topic),
            (kinds.lacking, rating.lacking),
        )
        for kind, times in counts:
            if times > 0:
                yield Row(texts.ratings, "", f"{rating.label} ({rating.entry_id})", kind, times)

    def _walked(self, funnel: Funnel) -> Iterator[Row]:
        texts, parts = self._texts.table, self._texts.funnel_parts
        for part in ("started", "finished", "cancelled", "open"):
            yield Row(texts.funnels, "", funnel.label, getattr(parts, part), getattr(funnel, part))
        for stop in funnel.stops:
            yield Row(texts.stops, "", funnel.label, step_of(stop, self._texts, _STEP), stop.times)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what could begin one."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def _date(at: float) -> str:
    return datetime.fromtimestamp(at, ZONE).date().isoformat()
