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
    """Every phrasing that the search would answer with an entry other than its own, or at all where it has none."""
    for phrasing in library.phrasings:
        verdict = search.ask(phrasing.text)
        if verdict.decision is not Decision.ANSWER:
            continue
        winner = verdict.entries[0].entry_id
        if winner != phrasing.entry_id:
            what = f'the question "{phrasing.text}" is answered by `{winner}`'
            yield Problem(Path(phrasing.path), phrasing.line, what, _CURE)
