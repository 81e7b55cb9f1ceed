"""A learned phrasing that costs another question its answer is found, and nothing else is blamed for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.library import Library, Phrasing
from bot.content.loader import load_library
from bot.errors import KnowledgeError, UsageError
from bot.search.decide import Decision, Scored
from bot.search.engine import Search, Verdict
from bot.search.harm import (
    AT_ONCE,
    Asks,
    Harm,
    Outcome,
    Remembered,
    Sample,
    learning_harm,
    near,
    outcome,
    samples_of,
    without_learned,
)
from bot.search.samples import read_samples
from tests.content.test_learned import ANSWERS, OWN, PHRASINGS, written

MINE, THEIRS, THIRD = "burnout/istirahat", "sejarah/era-ai", "mitos/viral"
SAMPLE = Sample("boleh rehat dulu nggak", MINE, "tests/knowledge/id/burnout.yaml", 12)


def learned(text: str, entry_id: str, line: int) -> Phrasing:
    return Phrasing(text, entry_id, "knowledge/id/learned.yaml", line, learned=True)


def answer(entry_id: str) -> Verdict:
    return Verdict(Decision.ANSWER, (Scored(entry_id, 0.9),))


def choice(*entry_ids: str) -> Verdict:
    return Verdict(Decision.SUGGEST, tuple(Scored(entry_id, 0.4) for entry_id in entry_ids))


class Searches:
    """Makes searches whose verdict hangs on which phrasings were learned; counts them and what they are asked."""

    def __init__(self, verdict: Callable[[frozenset[str]], Verdict]) -> None:
        self.verdict = verdict
        self.built = 0
        self.asked = 0

    def __call__(self, library: Library) -> Asks:
        self.built += 1
        return _Made(self, frozenset(one.text for one in library.phrasings if one.learned))


class _Made:
    def __init__(self, maker: Searches, texts: frozenset[str]) -> None:
        self._maker = maker
        self._texts = texts

    def ask(self, question: str) -> Verdict:
        self._maker.asked += 1
        return self._maker.verdict(self._texts)


class Fixed:
    """Says the same to everything, and keeps what it was asked."""

    def __init__(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self.asked: list[str] = []

    def ask(self, question: str) -> Verdict:
        self.asked.append(question)
        return self._verdict


def harms(library: Library, taught: list[Phrasing], searches: Searches, *samples: Sample) -> list[Harm]:
    after = replace(library, phrasings=(*library.phrasings, *taught))
    return [harm for some in learning_harm(library, after, samples or (SAMPLE,), build=searches) for harm in some]


def test_the_one_phrasing_without_which_it_is_right_again_is_blamed(library: Library) -> None:
    taught = [learned("rehat dulu boleh nggak", THEIRS, 5), learned("sejarah ai dulu", THEIRS, 9)]
    searches = Searches(lambda texts: answer(THEIRS if "sejarah ai dulu" in texts else MINE))
    (harm,) = harms(library, taught, searches)
    assert harm.phrasings == (taught[1],)
    assert str(harm.warning) == (
        'knowledge/id/learned.yaml:9: because of the learned phrasing "sejarah ai dulu" of `sejarah/era-ai`, the '
        'question "boleh rehat dulu nggak" (tests/knowledge/id/burnout.yaml:12) is answered by `sejarah/era-ai` and no '
        "longer answered by `burnout/istirahat`; delete it, or word it more clearly; python -m bot check tells whether "
        "that helped"
    )


def test_the_nearest_phrasing_is_tried_first(library: Library) -> None:
    taught = [*(learned(f"tren {n}", THEIRS, n) for n in range(20)), learned("rehat dulu boleh nggak", THEIRS, 99)]
    searches = Searches(lambda texts: answer(THEIRS if "rehat dulu boleh nggak" in texts else MINE))
    (harm,) = harms(library, taught, searches)
    assert [one.line for one in harm.phrasings] == [99]
    assert searches.built == 3  # before, after, and without it


def test_the_only_thing_that_was_learned_is_to_blame_without_a_trial(library: Library) -> None:
    searches = Searches(lambda texts: answer(THEIRS if texts else MINE))
    (harm,) = harms(library, [learned("x", THEIRS, 5)], searches)
    assert [one.line for one in harm.phrasings] == [5]
    assert searches.built == 2


def test_phrasings_that_only_do_it_together_are_blamed_together(library: Library) -> None:
    taught = [learned(f"rehat {n}", THEIRS, n) for n in range(1, 9)]
    guilty = {"rehat 2", "rehat 7"}
    searches = Searches(lambda texts: answer(THEIRS if texts & guilty else MINE))
    (harm,) = harms(library, taught, searches)
    assert guilty <= {one.text for one in harm.phrasings}
    assert "(with line " in str(harm.warning)


def test_a_far_one_among_many_is_found_by_halving(library: Library) -> None:
    taught = [*(learned(f"boleh rehat dulu nggak {n}", THEIRS, n) for n in range(1, 33)), learned("zzz", THEIRS, 99)]
    searches = Searches(lambda texts: answer(THEIRS if "zzz" in texts else MINE))
    (harm,) = harms(library, taught, searches)
    assert [one.line for one in harm.phrasings] == [99]
    assert searches.built <= 14


def test_a_phrasing_of_an_entry_that_did_not_win_may_be_to_blame(library: Library) -> None:
    taught = [learned("a", THEIRS, 5), learned("b", THIRD, 9)]
    searches = Searches(lambda texts: answer(THEIRS if "b" in texts else MINE))
    (harm,) = harms(library, taught, searches)
    assert [one.line for one in harm.phrasings] == [9]


def test_where_no_phrasing_is_to_blame_the_sample_is_told_with_its_own_place(library: Library) -> None:
    after = replace(library, articles=library.articles[:-1])
    searches = Searches(lambda _: answer(MINE))
    searched = Fixed(answer(THEIRS))
    (harm,) = (harm for some in learning_harm(library, after, [SAMPLE], searched, searches) for harm in some)
    assert harm.phrasings == ()
    assert str(harm.warning).startswith("tests/knowledge/id/burnout.yaml:12: since something was learned, the question")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (answer(MINE), answer(MINE), None),
        (answer(MINE), choice(MINE, THIRD), "gets only a choice (`burnout/istirahat`, `mitos/viral`) and no longer an"),
        (answer(MINE), Verdict(Decision.UNKNOWN), "is not answered and no longer answered by `burnout/istirahat`"),
        (answer(MINE), Verdict(Decision.SMALL_TALK), "is taken for smalltalk and no longer answered"),
        (choice(THEIRS, MINE), choice(THEIRS, THIRD), "gets only a choice (`sejarah/era-ai`, `mitos/viral`) and no l"),
        (choice(THEIRS, MINE), answer(THEIRS), "is answered by `sejarah/era-ai` and no longer offered by `burnout/ist"),
        (choice(THEIRS, MINE), answer(MINE), None),
        (answer(THEIRS), Verdict(Decision.UNKNOWN), None),
    ],
)  # fmt: skip
def test_only_what_comes_off_worse_is_harmed(
    library: Library, before: Verdict, after: Verdict, told: str | None
) -> None:
    found = harms(library, [learned("x", THEIRS, 5)], Searches(lambda texts: after if texts else before))
    assert [told in str(harm.warning) for harm in found if told] == ([True] if told else [])
    assert len(found) == bool(told)


def test_a_question_that_nothing_answers_is_harmed_by_an_answer(library: Library) -> None:
    sample = replace(SAMPLE, entry_id=None)
    searches = Searches(lambda texts: answer(THEIRS) if texts else Verdict(Decision.UNKNOWN))
    (harm,) = harms(library, [learned("x", THEIRS, 5)], searches, sample)
    assert "is answered by `sejarah/era-ai`, though nothing answers it" in str(harm.warning)
    assert outcome(choice(THEIRS), None) is Outcome.RIGHT


def test_questions_are_asked_in_slices_and_what_was_before_is_only_asked_of_what_fails(library: Library) -> None:
    searches = Searches(lambda _: answer(MINE))
    after = replace(library, phrasings=(*library.phrasings, learned("x", THEIRS, 5)))
    slices = learning_harm(library, after, [SAMPLE] * (AT_ONCE + 1), build=searches)
    assert (searches.asked, next(slices), searches.asked) == (0, [], AT_ONCE)
    assert (list(slices), searches.asked, searches.built) == ([[]], AT_ONCE + 1, 1)


def test_a_remembering_search_is_asked_once() -> None:
    inner = Fixed(answer(MINE))
    search = Remembered(inner)
    assert search.ask("a") is search.ask("a")
    assert inner.asked == ["a"]


def test_a_library_without_what_was_learned_is_the_one_before(knowledge_dir: Path, library: Library) -> None:
    for text in (OWN + PHRASINGS.removeprefix("version: 3\n"), ANSWERS):
        written(knowledge_dir, text)
        changed = load_library(knowledge_dir)
        assert changed != library
        assert without_learned(changed) == library


@pytest.fixture(scope="module")
def doubled(library: Library) -> Library:
    """The knowledge with a phrasing that reads, to the word, as an authored one of another entry, and harmless ones."""
    taught = (
        learned("CPC, fiverr", "promote-gig/efektif-atau-tidak", 5),
        learned("boleh hiatus sebulan penuh nggak kalau sudah mentok", MINE, 9),
        learned("ciri era ai buat kontributor apa ya kak", THEIRS, 13),
    )
    return replace(library, phrasings=(*library.phrasings, *taught))


def test_the_real_search_is_held_to_it(library: Library, doubled: Library) -> None:
    harmed = next(one for one in samples_of(library) if one.text == "CPC fiverr")
    search = Search(doubled)
    beside = [one for one in samples_of(doubled) if one.path == harmed.path]
    (harm,) = (harm for some in learning_harm(library, doubled, beside, search) for harm in some)
    assert harm.sample == harmed
    assert [one.line for one in harm.phrasings] == [5]
    assert harmed in near(search, samples_of(doubled), ["CPC, fiverr"])


def test_what_is_near_leaves_most_out_and_keeps_what_shares_telling_words(library: Library, search: Search) -> None:
    samples = samples_of(library)
    found = near(search, samples, ["npwp buat freelancer gimana"])
    assert 0 < len(found) < len(samples) / 5
    assert {one.text for one in samples if "npwp" in one.text.casefold().split() and len(one.text) < 30} <= {
        one.text for one in found
    }
    assert near(search, samples, ["zzzz"]) == ()


def test_samples_are_read_with_their_places(library: Library, tmp_path: Path) -> None:
    (tmp_path / "burnout.yaml").write_text(
        'questions:\n  istirahat:\n    - "boleh rehat?"\n    - "cuti yuk"\n  gone: ["x"]\nnot_about: ["y"]\n',
        encoding="utf-8",
    )
    (tmp_path / "group.yaml").write_text('questions: {x: ["y"]}\n', encoding="utf-8")
    found = read_samples(library, tmp_path)
    assert [(one.text, one.entry_id, one.line) for one in found] == [("boleh rehat?", MINE, 3), ("cuti yuk", MINE, 4)]
    assert found[0].path == (tmp_path / "burnout.yaml").as_posix()


def test_the_samples_beside_the_code_are_read(library: Library) -> None:
    found = read_samples(library)
    assert len(found) > 300
    assert {one.entry_id for one in found} <= set(library.entries)


def test_samples_that_are_not_there_or_broken_are_told(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone"):
        read_samples(library, tmp_path / "gone")
    (tmp_path / "burnout.yaml").write_text("questions: [", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        read_samples(library, tmp_path)
    (tmp_path / "burnout.yaml").write_text("- nothing\n", encoding="utf-8")
    assert read_samples(library, tmp_path) == ()
