"""A checklist's result as a message: scores and why, what is done, what to do next, and from which articles."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from bot.checklists.money import Amount, worded
from bot.checklists.past import Past
from bot.checklists.result import AreaScore, Income, Result
from bot.content.checklist import Checklist
from bot.content.library import Library
from bot.replies.dates import Dates
from bot.replies.guest import remove_button
from bot.replies.links import deep_link
from bot.replies.promotion import PromotionText
from bot.replies.reminders import ASK_POMODORO, ASK_REMINDER
from bot.replies.reply import Button, Reply, Row, escape, fill
from bot.replies.steps import Place
from bot.replies.taps import Act, Tap

_MOST_TICKS = 8  # buttons for tasks that are open
_LABEL = 40  # characters of such a button
_FLAT = 0.03  # change of income a month, as a share of the average, up to which it counts as level
_STEADY = 0.25  # usual distance from the average, as a share of it, up to which income counts as steady


class ResultPages:
    """Renders results."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts = library.texts.result
        self._dates = Dates(library)
        self._promotion = PromotionText(library)

    def result(
        self,
        checklist: Checklist,
        result: Result,
        past: Past | None,
        place: Place,
        bot_username: str,
        *,
        can_undo: bool = False,
    ) -> Reply:
        """The whole result; `past` is the one before, `can_undo` whether the last tick can be taken back."""
        sections = [
            self._heading(checklist, result, past),
            self._areas(checklist, result),
            self._income(result.income) if result.income else "",
            self._texts.income_unconverted if result.income_unconverted else "",
            self._promotion.lines(result.promotion) if result.promotion else "",
            self._advice(result),
            self._tasks(result),
            self._plan(checklist, result),
            self._strategies(checklist, result),
            f"<i>{escape(checklist.note)}</i>",
            self._sources(result),
        ]
        text = "\n\n".join(section for section in sections if section)
        return Reply(text, self._rows(checklist, result, place, bot_username, can_undo))

    def _heading(self, checklist: Checklist, result: Result, past: Past | None) -> str:
        lines = [fill(self._texts.heading, emoji=checklist.emoji, title=title_of(checklist, result))]
        if result.total is not None:
            level = result.total_level
            lines.append(fill(self._texts.total, label=checklist.total, total=result.total, level=level))
            if past is not None and past.total is not None:
                lines.append(self._change(result.total - past.total, past))
        return "\n".join(lines)

    def _change(self, points: int, past: Past) -> str:
        date = self._dates.since(past.at)
        if points == 0:
            return fill(self._texts.same, date=date)
        return fill(self._texts.up if points > 0 else self._texts.down, points=abs(points), date=date)

    def _areas(self, checklist: Checklist, result: Result) -> str:
        """Every area with its score, and folded below it the answers that it comes from."""
        if not result.areas:
            return ""
        lines = [self._texts.areas, *(self._area(one) for one in result.areas)]
        reasons = [f"{escape(one.area.label)}: {escape('; '.join(one.reasons))}" for one in result.areas if one.reasons]
        if reasons:
            told = "\n".join((f"<b>{self._texts.reasons}</b>", *reasons))
            lines.append(f"<blockquote expandable>{told}</blockquote>")
        return "\n".join(lines)

    def _area(self, one: AreaScore) -> str:
        values = {"label": one.area.label, "score": one.score}
        if not one.level:
            return fill(self._texts.area, **values)
        return fill(self._texts.area_level, **values, level=one.level)

    def _income(self, income: Income) -> str:
        texts = self._texts
        lines = [texts.income]
        if income.average == 0:
            return "\n".join((*lines, texts.no_income))
        average = worded(Amount(income.average, income.currency))
        lines.append(fill(texts.average, amount=average, months=len(income.months)))
        percent = round(100 * abs(income.trend))
        if abs(income.trend) <= _FLAT:
            lines.append(texts.level_trend)
        else:
            lines.append(fill(texts.rising if income.trend > 0 else texts.falling, percent=percent))
        spread = round(100 * income.spread)
        lines.append(fill(texts.steady if income.spread <= _STEADY else texts.uneven, percent=spread))
        return "\n".join(lines)

    def _tasks(self, result: Result) -> str:
        done = [f"✅ {escape(one.task.text)}" for one in result.tasks if one.done]
        waiting = [
            f"⬜ {escape(one.task.text)}\n   → {escape(one.task.action)}" for one in result.tasks if not one.done
        ]
        parts = [(self._texts.tasks_done, done), (self._texts.tasks_open, waiting)]
        said = ["\n".join((heading, *lines)) for heading, lines in parts if lines]
        if waiting:
            said.append(self._texts.tick)
        return "\n\n".join(said)

    def _advice(self, result: Result) -> str:
        if not result.advice:
            return ""
        return "\n".join((self._texts.advice, *(f"• {escape(one.text)}" for one in result.advice)))

    def _plan(self, checklist: Checklist, result: Result) -> str:
        if not checklist.plan_areas:
            return ""
        if not result.plan:
            return escape(checklist.plan_none)
        lines = [self._texts.plan]
        for area, tips in result.plan:
            lines.append(f"<b>{escape(area.label)}</b>")
            lines += [f"• {escape(tip.day)}: {escape(tip.text)}" for tip in tips]
        return "\n".join(lines)

    def _strategies(self, checklist: Checklist, result: Result) -> str:
        parts: list[str] = []
        if result.recommended:
            lines = [self._texts.recommended]
            for number, one in enumerate(result.recommended, start=1):
                answers = fill(self._texts.answers_to, areas=", ".join(one.answers))
                lines.append(f"<b>{number}. {escape(one.choice.label)}</b>\n{escape(one.choice.why)} <i>{answers}</i>")
                lines.append(f"   → {escape(one.choice.action)}")
            parts.append("\n".join(lines))
        elif checklist.recommend and result.areas and not any(one.score for one in result.areas):
            parts.append(self._texts.no_pressure)
        if result.used:
            parts.append(fill(self._texts.used, strategies=", ".join(choice.label for choice in result.used)))
        return "\n\n".join(parts)

    def _sources(self, result: Result) -> str:
        slugs = dict.fromkeys(entry_id.partition("/")[0] for entry_id in _entries(result) if entry_id)
        found = (self._library.article(slug) for slug in slugs)
        titles = "; ".join(article.title for article in found if article)
        return f"<i>{fill(self._texts.sources, articles=titles)}</i>" if titles else ""

    def _rows(
        self, checklist: Checklist, result: Result, place: Place, bot_username: str, can_undo: bool
    ) -> tuple[Row, ...]:
        rows: list[Row] = []
        waiting = [one for one in result.tasks if not one.done]
        for one in waiting[:_MOST_TICKS]:
            tap = Tap(Act.TICK, checklist.name, place.run, one.step_id, owner=place.owner)
            rows.append((Button(_shortened(f"✔️ {one.task.text}"), tap.data()),))
        if can_undo:
            rows.append(
                (Button(self._texts.untick, Tap(Act.UNTICK, checklist.name, place.run, owner=place.owner).data()),)
            )
        if checklist.remind and place.owner is None:
            rows.append((Button(self._texts.remind, ASK_REMINDER), Button(self._texts.pomodoro, ASK_POMODORO)))
        rows += self._share(checklist, result, bot_username)
        restart = self._library.texts.checklist.restart
        again = Button(restart, Tap(Act.FRESH, checklist.name, place.run, owner=place.owner).data())
        rows.append((again,) if place.owner is None else (again, remove_button(self._library.texts, place.owner)))
        return tuple(rows)

    def _share(self, checklist: Checklist, result: Result, bot_username: str) -> Iterable[Row]:
        """Sharing is the person's own act: their app opens, with a text that holds figures only in the second."""
        link = deep_link(bot_username, checklist.name)
        title = checklist.title
        shared = [(self._texts.share, self._texts.share_text.format(title=title))]
        if result.total is not None:
            text = self._texts.share_text_score.format(title=title, score=result.total)
            shared.append((self._texts.share_score, text))
        yield tuple(
            Button(label, url=f"https://t.me/share/url?{urlencode({'url': link, 'text': text})}")
            for label, text in shared
        )


def title_of(checklist: Checklist, result: Result) -> str:
    """What a result is of: the checklist, or the door of it that was taken."""
    if checklist.door and result.door:
        return checklist.by_id[checklist.door].by_id[result.door].label
    return checklist.title


def _entries(result: Result) -> Iterable[str]:
    """The entries that what is said comes from."""
    yield from (one.area.entry_id for one in result.areas)
    yield from (one.task.entry_id for one in result.tasks)
    yield from (one.entry_id for one in result.advice)
    yield from (tip.entry_id for _, tips in result.plan for tip in tips)
    yield from (one.choice.entry_id for one in result.recommended)


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"
