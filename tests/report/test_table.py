"""The report as a table: it opens in a spreadsheet, nothing in it is run there, and it is complete."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library
from bot.report.clusters import Clusterer
from bot.report.figures import Fault, Report, report_of
from bot.report.table import ReportTable, defused
from tests.clock import NOON
from tests.report.samples import ERROR_ID, GONE, QUESTIONS, counts_at, missing_at


@pytest.fixture(scope="module")
def week(library: Library) -> Report:
    clusters = Clusterer(library).clustered(missing_at(NOON))
    return report_of(counts_at(NOON), clusters, library, NOON, 7)


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_opens_in_a_spreadsheet(library: Library, week: Report) -> None:
    content = ReportTable(library).csv(week)
    assert content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding without the mark"
    texts = library.texts.report.table
    head = [texts.section, texts.date, texts.name, texts.detail, texts.count]
    assert list(parsed(content)[0]) == head
    assert content.count(b"\r\n") == len(parsed(content)) + 1


def test_the_table_is_complete(library: Library, week: Report) -> None:
    rows = parsed(ReportTable(library).csv(week))
    texts = library.texts.report.table

    def total(section: str) -> int:
        return sum(int(row[texts.count]) for row in rows if row[texts.section] == section)

    assert total(texts.days) == week.total
    assert total(texts.given) == sum(one.times for one in week.given)
    assert total(texts.ratings) == sum(one.total for one in week.ratings)
    assert total(texts.missing) == week.unanswered == len(QUESTIONS)
    assert total(texts.stops) == sum(stop.times for funnel in week.funnels for stop in funnel.stops)
    assert [row[texts.name] for row in rows if row[texts.section] == texts.faults] == [ERROR_ID]
    days = [row[texts.date] for row in rows if row[texts.section] == texts.days]
    assert (days[0], days[-1], len(days)) == ("2026-02-24", "2026-03-02", 28)
    assert any(GONE in row[texts.detail] for row in rows)


def test_what_people_typed_is_no_formula(library: Library, week: Report) -> None:
    rows = parsed(ReportTable(library).csv(week))
    detail = library.texts.report.table.detail
    assert f"'{QUESTIONS[-1]}" in [row[detail] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0=", "＝", "＋", "－", "＠"])
def test_formulas_are_defused(start: str) -> None:
    assert defused(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "kata", "1+1", "a=b", "'=1", '"=1"'])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_any_text_comes_back_as_it_went_in(library: Library, text: str) -> None:
    report = Report(days=(), faults=(Fault("x", text, NOON),))
    (row,) = parsed(ReportTable(library).csv(report))
    expected = defused(text).encode("utf-8", "replace").decode()
    assert row[library.texts.report.table.detail] == expected


def test_a_rating_without_a_reason_is_a_row_of_its_own(library: Library, week: Report) -> None:
    gone = next(one for one in week.ratings if one.entry_id == GONE)
    kinds = library.texts.report.rating_parts
    rows = ReportTable(library).rows(replace(week, ratings=(gone,)))
    section = library.texts.report.table.ratings
    assert [(row.detail, row.times) for row in rows if row.section == section] == [
        (kinds.unhelpful, 2),
        (kinds.off_topic, 1),
    ]
