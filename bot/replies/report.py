"""The report for the owner as a message, short enough for Telegram whatever it has to tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.content.library import Library
from bot.replies.dates import Dates, local
from bot.replies.reply import Button, Reply, Row, fill
from bot.report.figures import LENGTHS, PARTS, Fault, Funnel, Rating, Report
from bot.report.wording import shortened, step_of

PRESS = "s!"  # how the data of the report's buttons begin
TABLE = "csv"
TEXT_LIMIT = 4096  # UTF-16 units of a message (Bot API: sendMessage)
_SHOWN = (5, 4, 3, 2, 1)  # rows of a section: as many as fit
_LABEL = 70  # characters of a label, a question, a step
_WHAT = 2_000  # characters of what failed


class ReportPages:
    """Renders /statistik."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.report
        self._dates = Dates(library)

    def title(self, report: Report) -> str:
        """Such as "Laporan 7 hari"; plain text."""
        return self._texts.title.format(days=len(report.days))

    def period(self, report: Report) -> str:
        """The first and the last day; plain text."""
        first, last = (self._dates.day(report.days[place].at) for place in (0, -1))
        return self._texts.period.format(first=first, last=last)

    def summary(self, report: Report) -> str:
        """The title and what came of all questions: short enough for a caption."""
        return "\n".join((self._heading(report), "", *(self._asked(report) if report.total else [self._texts.empty])))

    def text(self, report: Report) -> str:
        """The report as HTML; of long lists only the beginning."""
        if report.is_empty:
            return f"{self._heading(report)}\n\n{self._texts.empty}"
        for most in _SHOWN:
            text = "\n\n".join((self._heading(report), *("\n".join(part) for part in self._parts(report, most))))
            if len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT:
                return text
        return self.summary(report)

    def page(self, report: Report, picture: int = 0) -> Reply:
        """The report with its buttons; `picture` is the message above that shows it drawn, 0 where none does."""
        days = len(report.days)
        texts = self._texts
        lengths = tuple(
            Button(f"• {label} •" if length == days else label, f"{PRESS}{length}:{picture}")
            for length, label in zip(LENGTHS, (texts.week_button, texts.month_button), strict=True)
        )
        rows: tuple[Row, ...] = (lengths, (Button(texts.table_button, f"{PRESS}{TABLE}:{days}"),))
        return Reply(self.text(report), rows)

    def fault(self, fault: Fault, update_id: int) -> Reply:
        """What failed under a code that a person was told."""
        what = fault.what if len(fault.what) <= _WHAT else fault.what[: _WHAT - 1] + "…"
        at = self._moment(fault.at)
        return Reply(fill(self._texts.fault_found, error_id=fault.error_id, at=at, update_id=update_id, what=what))

    def unknown_fault(self, error_id: str) -> Reply:
        """The words for a code that is not, or no longer, known."""
        return Reply(fill(self._texts.fault_unknown, error_id=error_id))

    def _heading(self, report: Report) -> str:
        return fill(self._texts.heading, title=self.title(report), period=self.period(report))

    def _parts(self, report: Report, most: int) -> Iterator[list[str]]:
        """The sections that have something to tell, each as its lines."""
        texts = self._texts
        yield self._asked(report)
        if report.given:
            rows = [
                fill(texts.given, place=place, label=shortened(one.label, _LABEL), times=number(one.times))
                for place, one in enumerate(report.given[:most], 1)
            ]
            yield self._section(texts.sections.given, rows, 0)
        if report.worst:
            rows = [self._rating(rating) for rating in report.worst[:most]]
            yield self._section(texts.sections.worst, rows, len(report.worst))
        if report.missing:
            yield self._missing(report, most)
        if funnels := [funnel for funnel in report.funnels if funnel.started]:
            rows = [line for funnel in funnels[:most] for line in self._funnel(funnel)]
            yield self._section(texts.sections.funnels, rows, 0)
        if report.faults:
            rows = [self._fault(fault) for fault in report.faults[:most]]
            yield [*self._section(texts.sections.faults, rows, len(report.faults)), texts.fault_next]

    def _section(self, title: str, rows: Sequence[str], of: int) -> list[str]:
        """A heading, its rows, and how many of all are not shown."""
        rest = [fill(self._texts.more, rest=number(of - len(rows)))] if of > len(rows) else []
        return [fill(self._texts.section, title=title), *rows, *rest]

    def _asked(self, report: Report) -> list[str]:
        texts, total = self._texts, report.total
        lines = [fill(texts.total, times=number(total))]
        for part, times in zip(PARTS, report.parts, strict=True):
            if times:
                share = round(100 * times / total)
                lines.append(fill(texts.part, label=getattr(texts.parts, part), times=number(times), share=share))
        busiest = max(report.days, key=lambda day: day.total)
        if 0 < busiest.total < total:
            day = f"{self._dates.weekday(local(busiest.at).weekday())} {self._dates.day(busiest.at)}"
            lines.append(fill(texts.busiest, day=day, times=number(busiest.total)))
        return lines

    def _rating(self, rating: Rating) -> str:
        texts, kinds = self._texts, self._texts.rating_parts
        counts = ((kinds.off_topic, rating.off_topic), (kinds.lacking, rating.lacking))
        reasons = ", ".join(texts.reason.format(label=label, times=number(times)) for label, times in counts if times)
        return fill(
            texts.worst,
            label=shortened(rating.label, _LABEL),
            bad=number(rating.unhelpful),
            all=number(rating.total),
            reasons=f" ({reasons})" if reasons else "",
        )

    def _missing(self, report: Report, most: int) -> list[str]:
        texts, clusters = self._texts, report.missing
        shown = ((shortened(one.text, _LABEL), number(one.times)) for one in clusters[:most])
        rest = len(clusters) - most
        return [
            fill(texts.missing_title, times=number(report.unanswered), kinds=number(len(clusters))),
            *(fill(texts.missing, text=text, times=times) for text, times in shown),
            *([fill(texts.more, rest=number(rest))] if rest > 0 else []),
            texts.missing_next,
        ]

    def _funnel(self, funnel: Funnel) -> Iterator[str]:
        counts = {part: number(getattr(funnel, part)) for part in ("started", "finished", "cancelled", "open")}
        yield fill(self._texts.funnel, label=shortened(funnel.label, _LABEL), **counts)
        if funnel.stops:
            worst = max(funnel.stops, key=lambda stop: stop.times)
            yield fill(self._texts.stop, step=step_of(worst, self._texts, _LABEL), times=number(worst.times))

    def _fault(self, fault: Fault) -> str:
        return fill(self._texts.fault, error_id=fault.error_id, at=self._moment(fault.at))

    def _moment(self, at: float) -> str:
        return self._texts.at.format(day=self._dates.day(at), hour=f"{local(at):%H.%M}")


def number(count: int) -> str:
    """A number as it is written in Indonesian: 1.234."""
    return f"{count:,}".replace(",", ".")
