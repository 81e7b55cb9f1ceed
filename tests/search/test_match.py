"""The words of a question among the terms of the index, whole and half-typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.library import Library, Phrasing
from bot.search.completion import Completion
from bot.search.index import Index, build_index, read_phrasings
from bot.search.match import Begun, Matcher
from bot.search.normalise import Reader, Reading
from bot.search.score import Scorer

PHRASINGS = (
    ("pinjaman-bank/agunan", "sertifikat rumah jadi agunan"),
    ("pinjaman-bank/npwp-pajak", "kenapa harus punya npwp"),
    ("burnout/apa-itu", "kenapa gampang lelah"),
    ("mitos/viral", "kenapa harus viral"),
)


@pytest.fixture(scope="module")
def reader(library: Library) -> Reader:
    return Reader(library.words)


@pytest.fixture(scope="module")
def index(library: Library, reader: Reader) -> Index:
    phrasings = tuple(Phrasing(text, entry_id, "questions/x.yaml", 1) for entry_id, text in PHRASINGS)
    small = replace(library, phrasings=phrasings)
    return build_index(small, reader, read_phrasings(small, reader))


@pytest.fixture(scope="module")
def matcher(index: Index, reader: Reader) -> Matcher:
    return Matcher(index, reader.in_dictionary)


def test_a_half_typed_word_weighs_less_the_more_owners_use_what_it_may_become(matcher: Matcher) -> None:
    few = matcher.begun(Completion("npw", (("npwp", 1.0),)))
    many = matcher.begun(Completion("micro", (("microstock", 1.0),)))
    assert few.weight > many.weight > 0


def test_a_half_typed_word_that_may_be_a_stop_word_weighs_less_and_says_nothing_alone(matcher: Matcher) -> None:
    sure = matcher.begun(Completion("npw", (("npwp", 1.0),)))
    unsure = matcher.begun(Completion("npw", (("npwp", 1.0),), 0.25))
    assert unsure.weight == pytest.approx(sure.weight / 4)
    assert sure.says_something
    assert not unsure.says_something


def test_a_document_counts_as_much_as_the_likeliest_of_the_terms_in_it(matcher: Matcher, index: Index) -> None:
    last = Completion("v", (("viral", 1.0), ("npwp", 0.5)))
    match = matcher.begun(last)
    assert isinstance(match, Begun)
    assert match.worths[index.postings["viral"]] == pytest.approx(match.weight)
    only_npwp = sorted(set(index.postings["npwp"].tolist()) - set(index.postings["viral"].tolist()))
    assert match.worths[only_npwp] == pytest.approx(match.weight / 2)


def test_a_half_typed_word_that_begins_nothing_is_an_unknown_word(matcher: Matcher) -> None:
    match = matcher.begun(Completion("zzk", ()))
    assert match.terms == ()
    assert match.weight == matcher.matches(["zzkt"], open_end=False)[0].weight


def test_a_half_typed_word_tells_by_itself_whose_it_is(index: Index, reader: Reader) -> None:
    """Its owner gets most of what words say, beside what the likeness of its documents gives."""
    weighed = Scorer(index, reader.in_dictionary).weigh(Reading(("npw",), ()), Completion("npw", (("npwp", 1.0),)))
    assert weighed is not None
    place = weighed.owners.index("pinjaman-bank/npwp-pajak")
    assert weighed.blends.argmax() == place
    assert weighed.blends[place] - 0.6 * weighed.near[place].fit > 0.4 * 2 / len(weighed.owners)
    assert weighed.coverage[place] == pytest.approx(1.0)
