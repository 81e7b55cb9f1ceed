"""What of a report is drawn, in the words of `texts.yaml`."""

from __future__ import annotations

from bot.charts.specs import DayBar, Panel, PanelBar, ReportSpec
from bot.content.library import Library
from bot.replies.dates import Dates
from bot.replies.report import ReportPages, number
from bot.report.figures import PARTS, Funnel, Report, Stop
from bot.report.wording import ask_of, shortened

_ROWS = 5  # bars of a panel
_STOPS = 2  # steps of a checklist where most stop
_LABEL = 80  # characters; the chart shortens to what fits


class ReportPicture:
    """Specifies the picture of a report."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.report
        self._pages = ReportPages(library)
        self._dates = Dates(library)

    def of(self, report: Report) -> ReportSpec:
        """The days, what was asked and what was missing, and the checklists that somebody began."""
        texts = self._texts
        return ReportSpec(
            title=self._pages.title(report),
            period=self._pages.period(report),
            parts=tuple(getattr(texts.parts, part) for part in PARTS),
            days=tuple(DayBar(self._dates.day(day.at), day.counts) for day in report.days),
            days_title=texts.sections.days,
            days_empty=texts.nothing.days,
            panels=(self._given(report), self._missing(report), self._worst(report), *self._funnels(report)),
            footer=texts.made_by,
        )

    def _given(self, report: Report) -> Panel:
        bars = tuple(self._bar(one.label, one.times) for one in report.given[:_ROWS])
        return Panel(self._texts.sections.given, bars, self._texts.nothing.given)

    def _missing(self, report: Report) -> Panel:
        bars = tuple(self._bar(one.text, one.times) for one in report.missing[:_ROWS])
        return Panel(self._texts.sections.missing, bars, self._texts.nothing.missing)

    def _worst(self, report: Report) -> Panel:
        bars = tuple(self._share(one.label, one.unhelpful, one.total) for one in report.worst[: _ROWS - 1])
        return Panel(self._texts.sections.worst, bars, self._texts.nothing.worst)

    def _funnels(self, report: Report) -> tuple[Panel, ...]:
        return tuple(self._funnel(funnel) for funnel in report.funnels if funnel.started)

    def _funnel(self, funnel: Funnel) -> Panel:
        """How many finished, and the steps where most stopped, each of all who began."""
        most = sorted(funnel.stops, key=lambda stop: -stop.times)[:_STOPS]
        stops = [(self._stop(stop), stop.times) for stop in funnel.stops if stop in most]
        rows = [(self._texts.funnel_parts.finished, funnel.finished), *stops]
        bars = tuple(self._share(label, times, funnel.started) for label, times in rows)
        return Panel(shortened(funnel.label, _LABEL), bars, self._texts.nothing.funnel)

    def _stop(self, stop: Stop) -> str:
        return self._texts.stopped.format(number=stop.number or "?", ask=ask_of(stop, _LABEL))

    def _bar(self, label: str, times: int) -> PanelBar:
        return PanelBar(shortened(label, _LABEL), times, self._texts.times.format(times=number(times)))

    def _share(self, label: str, times: int, of: int) -> PanelBar:
        text = self._texts.of.format(times=number(times), all=number(of))
        return PanelBar(shortened(label, _LABEL), times, text, of)
