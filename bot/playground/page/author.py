"""What an author sees beside the chat: why the last answer came out so, and what the bot did for it; all as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.content.problems import Problem
from bot.playground.accounts import Json
from bot.playground.chats import Topic
from bot.playground.page.limits import measures, shown
from bot.playground.page.notes import Asked, Handled, Notes
from bot.playground.telegram import Call
from bot.search.decide import IN_GROUPS
from bot.search.engine import Explanation, PassedOver
from bot.search.score import Fit

_SHOWN = 5  # entries
_WIDEST = 200  # characters of such a line
_AROUND = 1  # lines of a file before and after one with a problem


@dataclass(frozen=True)
class LastRead:
    """How the knowledge was when it was last read: at what time, and which problems kept it from being used, if any."""

    root: Path
    """Where the paths of problems begin."""
    at: str
    problems: tuple[Problem, ...] = ()
    in_use: bool = True
    """Whether what was read is what the bot answers from; else it goes on with what it had."""


def panel_json(notes: Notes, knowledge: Knowledge, read: LastRead, topics: Mapping[int, Topic]) -> Json:
    """All of the panel; `topics` are those that have a name."""
    library = knowledge.library
    search = knowledge.search
    explanation = search.explain(notes.asked.text) if notes.asked else None
    overheard = notes.asked is not None and notes.asked.how == "overhear"
    passed_over = search.passed_over(notes.asked.text) if notes.asked and overheard else None
    return {
        "question": _question(notes.asked, explanation, passed_over, library) if notes.asked and explanation else None,
        "update": _update(notes.handled) if notes.handled else None,
        "calls": [_call(call) for call in notes.calls],
        "session": _session(notes.handled, topics) if notes.handled and notes.handled.session else None,
        "knowledge": _knowledge(library, read),
    }


def _question(asked: Asked, explanation: Explanation, passed_over: PassedOver | None, library: Library) -> Json:
    thresholds = IN_GROUPS if asked.how == "overhear" else explanation.thresholds
    reading, leaning = explanation.reading, explanation.leaning
    return {
        "text": asked.text,
        "how": asked.how,
        "after": asked.after,
        "decision": str(asked.decision),
        "passed_over": passed_over,
        "reading": reading.text,
        "terms": list(reading.terms),
        "leaning": {
            "small_talk": _finite(leaning.small_talk),
            "danger": _finite(leaning.danger),
            "chatter": _finite(leaning.chatter),
        },
        "thresholds": {"answer": thresholds.answer, "lead": thresholds.lead, "suggest": thresholds.suggest},
        "nobody": explanation.fits.nobody,
        "exact": explanation.fits.exact,
        "entries": _entries(asked, explanation, library),
    }


def _finite(leaning: float) -> float | None:
    """A leaning, None where no word of the question is known: that is an infinite one, for which JSON has no number."""
    return leaning if math.isfinite(leaning) else None


def _entries(asked: Asked, explanation: Explanation, library: Library) -> list[Json]:
    """The first five as the question was answered: while somebody types, in the order of the list that they see."""
    fits = {fit.entry_id: fit for fit in explanation.fits.entries}
    scores = {one.entry_id: one.score for one in explanation.scores}
    given = {one.entry_id: one.score for one in asked.entries}
    order = [*given, *(one for one in scores if one not in given)] if asked.how != "typed" else list(given)
    return [
        _entry(library, entry_id, given.get(entry_id, scores.get(entry_id, 0.0)), fits.get(entry_id))
        for entry_id in order[:_SHOWN]
    ]


def _entry(library: Library, entry_id: str, score: float, fit: Fit | None) -> Json:
    return {
        "id": entry_id,
        "title": library.entries[entry_id].title,
        "score": score,
        "fit": fit.blend if fit else 0.0,
        "covers": fit.coverage if fit else 0.0,
        "nearest": fit.nearest if fit else "",
    }


def _update(handled: Handled) -> Json:
    return {
        "kind": handled.kind,
        "person": handled.person,
        "chat": handled.chat,
        "ms": handled.milliseconds,
        "outcome": str(handled.outcome),
    }


def _call(call: Call) -> Json:
    measured = [measure.json() for measure in measures(call.method, call.params)]
    return {"method": call.method, "params": shown(call.params), "error": call.error, "measures": measured}


def _session(handled: Handled, topics: Mapping[int, Topic]) -> Json:
    topic = topics.get(handled.topic_id)
    return {
        "person": handled.person,
        "chat": handled.chat,
        "topic": topic.name if topic else None,
        "state": json.loads(handled.session or "{}"),
    }


def _knowledge(library: Library, read: LastRead) -> Json:
    return {
        "articles": len(library.articles),
        "entries": len(library.entries),
        "phrasings": sum(phrasing.entry_id is not None for phrasing in library.phrasings),
        "read_at": read.at,
        "in_use": read.in_use,
        "problems": [_problem(problem, read.root) for problem in read.problems],
    }


def _problem(problem: Problem, root: Path) -> Json:
    return {
        "file": problem.path.as_posix(),
        "line": problem.line,
        "message": f"{problem.what}; {problem.cure}",
        "excerpt": _excerpt(root / problem.path, problem.line),
    }


def _excerpt(path: Path, line: int) -> list[Json]:
    """The lines around a problem as they are in the file now; none where it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []
    first = max(1, line - _AROUND)
    return [
        {"line": number, "text": text[:_WIDEST]}
        for number, text in enumerate(lines[first - 1 : line + _AROUND], start=first)
    ]
