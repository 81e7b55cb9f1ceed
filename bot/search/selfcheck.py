"""Questions that win for another entry than their own: the search is asked every phrasing of the knowledge base.

Where operators taught it something, it is also asked what it would answer without that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.content.library import Library
from bot.content.problems import Problem
from bot.search.decide import Decision
from bot.search.harm import Asks, Remembered, Sample, learning_harm, samples_of, without_learned

_CURE = "move it to the entry that it means, or word it more clearly"


def check_questions(
    library: Library, search: Asks, samples: Sequence[Sample] = ()
) -> tuple[list[Problem], list[Problem]]:
    """The problems with the phrasings of a library, and warnings of what those that were learned break.

    A phrasing of the files that only fails because of a learned one is no fault of its file, so it is a warning; so is
    one of the `samples`, which stand in no file of the knowledge. Where nothing was learned, no sample is asked.
    """
    if not (any(one.learned for one in library.phrasings) or any(one.learned for one in library.entries.values())):
        return sorted(misleading_phrasings(library, search)), []
    asks = Remembered(search)
    found = sorted(misleading_phrasings(library, asks))
    asked = (*samples_of(library), *samples)
    harms = [harm for some in learning_harm(without_learned(library), library, asked, asks) for harm in some]
    harmed = {(harm.sample.path, harm.sample.line) for harm in harms}
    problems = [problem for problem in found if (problem.path.as_posix(), problem.line) not in harmed]
    return problems, sorted(harm.warning for harm in harms)


def misleading_phrasings(library: Library, search: Asks) -> Iterator[Problem]:
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
