"""Questions that win for another entry than their own: the search is asked every phrasing of the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.library import Library
from bot.content.problems import Problem
from bot.search.decide import Decision
from bot.search.engine import Search

_CURE = "move it to the entry that it means, or word it more clearly"


def misleading_phrasings(library: Library, search: Search) -> Iterator[Problem]:
    """Every phrasing that another entry answers, or any where it has none, or that is not taken for a question."""
    for phrasing in library.phrasings:
        verdict = search.ask(phrasing.text)
        what = None
        if verdict.decision is Decision.ANSWER and verdict.entries[0].entry_id != phrasing.entry_id:
            what = f"is answered by `{verdict.entries[0].entry_id}`"
        elif phrasing.entry_id and verdict.decision in (Decision.CRISIS, Decision.SMALL_TALK):
            what = f"is taken for {verdict.decision}"
        if what:
            yield Problem(Path(phrasing.path), phrasing.line, f'the question "{phrasing.text}" {what}', _CURE)
