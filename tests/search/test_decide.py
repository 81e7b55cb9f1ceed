"""The decision rests on how well the best entry fits, by how much it leads, and on what nobody answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.decide import CALIBRATION, Decision, Scored, Thresholds, decide, scored
from bot.search.index import NOBODY
from bot.search.score import Fit, Fits

THRESHOLDS = Thresholds(answer=0.6, suggest=0.2, lead=0.05)


def fits(*blends: float, nobody: float = 0.0, words: int = 5, likeness: float = 0.8, exact: str | None = None) -> Fits:
    return Fits(tuple(Fit(f"a/{i}", blend, 0.8, likeness, "") for i, blend in enumerate(blends)), nobody, words, exact)


def scores(*values: float) -> tuple[Scored, ...]:
    return tuple(Scored(f"a/{i}", value) for i, value in enumerate(values))


def test_a_sure_entry_with_a_lead_is_the_answer() -> None:
    decision, shown = decide(fits(0.9, 0.5), scores(0.9, 0.2), THRESHOLDS)
    assert (decision, [entry.entry_id for entry in shown]) == (Decision.ANSWER, ["a/0"])


def test_two_entries_that_fit_alike_are_offered_however_sure() -> None:
    decision, shown = decide(fits(0.9, 0.88), scores(0.9, 0.85), THRESHOLDS)
    assert decision is Decision.SUGGEST
    assert len(shown) == 2


def test_an_unsure_entry_is_offered_beside_others() -> None:
    decision, shown = decide(fits(0.5, 0.4, 0.3, 0.2, 0.1), scores(0.4, 0.3, 0.2, 0.1, 0.05), THRESHOLDS)
    assert decision is Decision.SUGGEST
    assert 2 <= len(shown) <= 4


@pytest.mark.parametrize(
    ("words", "likeness", "decision"),
    [
        (1, 0.8, Decision.ANSWER),
        (2, 0.5, Decision.SUGGEST),
        (1, 0.3, Decision.UNKNOWN),
        (3, 0.3, Decision.ANSWER),
    ],
)
def test_one_or_two_words_must_look_like_a_phrasing(words: int, likeness: float, decision: Decision) -> None:
    assert decide(fits(0.9, 0.5, words=words, likeness=likeness), scores(0.9, 0.2), THRESHOLDS)[0] is decision


def test_a_poor_fit_is_unknown() -> None:
    assert decide(fits(0.2, 0.1), scores(0.1, 0.05), THRESHOLDS) == (Decision.UNKNOWN, ())


def test_nothing_found_is_unknown() -> None:
    assert decide(fits(), (), THRESHOLDS) == (Decision.UNKNOWN, ())


def test_a_phrasing_to_the_word_wins_even_without_a_lead() -> None:
    assert decide(fits(0.9, 0.9, exact="a/0"), scores(0.99, 0.9), THRESHOLDS)[0] is Decision.ANSWER


def test_what_is_known_to_be_unanswered_stays_unanswered() -> None:
    assert decide(fits(0.9, 0.1, exact=NOBODY), scores(0.9, 0.1), THRESHOLDS)[0] is Decision.UNKNOWN


@given(
    st.lists(st.floats(0, 1.5), min_size=1, max_size=8).map(lambda values: sorted(values, reverse=True)),
    st.floats(0, 1.5),
)
def test_scores_are_probabilities_best_first(blends: list[float], nobody: float) -> None:
    entries = scored(fits(*blends, nobody=nobody), CALIBRATION)
    values = [entry.score for entry in entries]
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)


@pytest.mark.parametrize("field", ["blend", "lead", "coverage"])
def test_a_better_fit_never_scores_lower(field: str) -> None:
    base = {"blend": 0.5, "lead": 0.1, "nobody": 0.3, "coverage": 0.5}
    assert CALIBRATION.score(**{**base, field: base[field] + 0.2}) > CALIBRATION.score(**base)
    assert CALIBRATION.score(**{**base, "nobody": 0.5}) < CALIBRATION.score(**base)


def test_an_entry_that_scores_best_without_fitting_best_is_only_offered() -> None:
    swapped = (Scored("a/1", 0.9), Scored("a/0", 0.8))
    assert decide(fits(0.9, 0.5), swapped, THRESHOLDS)[0] is Decision.SUGGEST
