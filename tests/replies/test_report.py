"""The report as a message: warm words, everything that matters, and never too long for Telegram."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.library import Library
from bot.playground.markup import parse_html
from bot.replies.plain import plain_text
from bot.replies.reply import Reply
from bot.replies.report import TEXT_LIMIT, ReportPages, number
from bot.report.clusters import Cluster, Clusterer
from bot.report.figures import Fault, Funnel, Given, Rating, Report, Stop, report_of
from tests.clock import NOON
from tests.report.samples import ERROR_ID, GONE, counts_at, missing_at

CAPTION_LIMIT = 1024


@pytest.fixture(scope="module")
def week(library: Library) -> Report:
    clusters = Clusterer(library).clustered(missing_at(NOON))
    return report_of(counts_at(NOON), clusters, library, NOON, 7)


@pytest.fixture(scope="module")
def pages(library: Library) -> ReportPages:
    return ReportPages(library)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_week_is_told(pages: ReportPages, week: Report) -> None:
    text = plain_text(Reply(pages.text(week)))
    assert "Laporan 7 hari" in text
    assert "12 pertanyaan" in text
    assert "Dijawab: 5 (42%)" in text
    assert "Belum tahu: 4 (33%)" in text
    assert "2 Mar" in text
    assert f"{GONE} – 3 dari 3" in text
    assert "bukan itu yang ditanya 1×" in text
    assert "(3×)" in text
    assert "6 mulai, 2 selesai, 1 batal, 3 belum selesai" in text
    assert "langkah 1" in text
    assert ERROR_ID in text


def test_nothing_asked_is_said_kindly(pages: ReportPages, library: Library) -> None:
    empty = report_of(([], [], [], []), [], library, NOON, 30)
    assert library.texts.report.empty in pages.text(empty)
    assert units(pages.summary(empty)) <= CAPTION_LIMIT


def test_what_has_nothing_to_tell_has_no_heading(pages: ReportPages, library: Library) -> None:
    counts = counts_at(NOON)
    text = pages.text(report_of((counts[0], [], [], []), [], library, NOON, 7))
    sections = library.texts.report.sections
    assert sections.given in text
    assert not [title for title in (sections.worst, sections.funnels, sections.faults) if title in text]


@pytest.mark.parametrize("piece", ["kata ", "x", "<&>", "🔥", "🔥 & <b>", "{times}"])
def test_the_worst_that_can_be_told_fits_and_is_sound(pages: ReportPages, week: Report, piece: str) -> None:
    long = piece * 400
    many = 10**15
    worst = Report(
        days=tuple(replace(day, counts=(many,) * 4) for day in week.days),
        given=tuple(Given(str(place), long, many) for place in range(900)),
        ratings=tuple(Rating(str(place), long, many, many, many, many) for place in range(900)),
        missing=tuple(Cluster(long, (long,) * 9, ((long, 9),), 0.0, 1.0, ()) for _ in range(900)),
        funnels=tuple(
            Funnel(long, long, many, many, many, (Stop(1, long, "<b>tebal</b> &amp; " + "x " * 900, many, many),) * 9)
            for _ in range(50)
        ),
        faults=tuple(Fault(ERROR_ID, long, NOON) for _ in range(20)),
    )
    text = pages.text(worst)
    assert units(text) <= TEXT_LIMIT
    assert parse_html(text).text == plain_text(Reply(text))
    assert plain_text(Reply(text)).count("\n") > 15, "something of each section is left"
    assert units(pages.summary(worst)) <= CAPTION_LIMIT
    fault = pages.fault(worst.faults[0], 2**40)
    assert units(parse_html(fault.html).text) <= TEXT_LIMIT


def test_what_people_typed_is_no_markup(pages: ReportPages, week: Report) -> None:
    cluster = replace(week.missing[0], text="<b>npwp</b> & {times}")
    assert "&lt;b&gt;npwp&lt;/b&gt; &amp; {times}" in pages.text(replace(week, missing=(cluster,)))


def test_a_step_is_told_without_its_markup(pages: ReportPages, week: Report) -> None:
    stop = Stop(2, "x", "Sudah <b>rapi</b> &amp; jalan?", 1, 0)
    funnel = Funnel("pinjaman", "Pinjaman", 0, 1, 0, (stop,))
    assert "langkah 2, “Sudah rapi & jalan?”" in plain_text(Reply(pages.text(replace(week, funnels=(funnel,)))))


def test_of_long_lists_it_says_how_much_is_left_out(pages: ReportPages, week: Report) -> None:
    clusters = tuple(replace(week.missing[0], text=f"soal {place}") for place in range(12))
    assert "… dan 7 lagi" in pages.text(replace(week, missing=clusters))


def test_the_buttons_say_which_length_is_shown(pages: ReportPages, week: Report) -> None:
    page = pages.page(week, 123)
    assert [button.label for button in page.rows[0]] == ["• 7 hari •", "30 hari"]
    assert [button.data for button in page.buttons()] == ["s!7:123", "s!30:123", "s!csv:7"]
    assert all(len(button.data.encode()) <= 64 for button in pages.page(week, 2**53).buttons())


def test_numbers_are_written_as_in_indonesian() -> None:
    assert [number(count) for count in (0, 999, 1234, 1_234_567)] == ["0", "999", "1.234", "1.234.567"]
