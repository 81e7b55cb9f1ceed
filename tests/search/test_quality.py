"""Floors under the rates on the sample questions, which other hands wrote than the knowledge base's.

The floors stand a little below what was measured, so that a change which loses answers is seen.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.library import Library
from bot.search.decide import Decision
from bot.search.engine import Search
from bot.search.evaluate import Labelled, Tally, evaluate, tallies
from tests import samples

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge" / "id"


def tally(search: Search, *labelled: Labelled) -> Tally:
    counted = tallies(evaluate(labelled, search.ask, search.overhear))
    total = Tally()
    for place, part in counted.items():
        if place[0] != "ALL":
            total.questions += part.questions
            total.counts += part.counts
    return total


def test_there_are_at_least_five_samples_an_entry_and_100_refusals(library: Library) -> None:
    asked = [item.accept[0] for item in samples.entry_questions()]
    assert min(asked.count(entry_id) for entry_id in library.entries) >= 5
    assert len(list(samples.refusals("near_miss", "off_topic"))) >= 100


def test_questions_get_their_answers(search: Search) -> None:
    rates = tally(search, *samples.entry_questions())
    assert rates.rate("right") >= 0.92
    assert rates.rate("reach") >= 0.97
    assert rates.rate("wrong") <= 0.02


def test_what_no_article_answers_is_rarely_answered(search: Search) -> None:
    assert tally(search, *samples.refusals("near_miss", "off_topic")).rate("false") <= 0.05


@pytest.mark.parametrize("kind", ["small_talk", "garbage"])
def test_small_talk_and_garbage_get_no_article(search: Search, kind: str) -> None:
    verdicts = [(item.question, search.ask(item.question)) for item in samples.refusals(kind)]
    assert [question for question, verdict in verdicts if verdict.entries] == []


def test_small_talk_is_answered_as_such(search: Search) -> None:
    lines = [item.question for item in samples.refusals("small_talk")]
    recognised = [line for line in lines if search.ask(line).decision is Decision.SMALL_TALK]
    assert len(recognised) >= 0.9 * len(lines)


def test_open_questions_in_a_group_are_answered_only_when_sure(search: Search) -> None:
    rates = tally(search, *samples.group("open_questions"))
    assert rates.rate("right") >= 0.7
    assert rates.rate("wrong") <= 0.02


def test_chatter_in_a_group_is_met_with_silence(search: Search) -> None:
    lines = [item.question for item in samples.group("chatter")]
    silent = [line for line in lines if search.overhear(line).decision is Decision.SILENT]
    assert len(silent) >= 0.98 * len(lines)


def test_people_in_danger_are_seen(search: Search) -> None:
    messages = samples.read("crisis")["crisis"]
    missed = [message for message in messages if search.ask(message).decision is not Decision.CRISIS]
    assert missed == []


def test_look_alikes_of_danger_seldom_alarm(search: Search) -> None:
    lines = samples.read("crisis")["look_alikes"]
    fired = [line for line in lines if search.ask(line).decision is Decision.CRISIS]
    assert len(fired) <= 0.1 * len(lines)


def test_people_in_danger_are_seen_in_words_of_a_hand_that_taught_nothing(search: Search) -> None:
    """Most of the messages of a hand that taught the bot nothing are seen; the rest is a known gap."""
    held_out = samples.read("crisis_heldout")
    caught = [message for message in held_out["crisis"] if search.ask(message).decision is Decision.CRISIS]
    fired = [line for line in held_out["look_alikes"] if search.ask(line).decision is Decision.CRISIS]
    assert len(caught) >= 0.9 * len(held_out["crisis"])
    assert len(fired) <= 0.1 * len(held_out["look_alikes"])


def test_ordinary_questions_hardly_ever_alarm(search: Search) -> None:
    lines = [item.question for item in samples.entry_questions()]
    fired = [line for line in lines if search.ask(line).decision is Decision.CRISIS]
    assert len(fired) <= 0.01 * len(lines)


def test_follow_ups_are_read_with_the_last_answer_in_mind(search: Search) -> None:
    pairs = [item for item in samples.read("followups") if not item["alone"]]
    reached = 0
    for pair in pairs:
        first = search.ask(pair["first"])
        shown = search.ask(pair["then"], after=first.entries[0].entry_id if first.entries else None).entries
        reached += any(entry.entry_id in pair["accept"] for entry in shown)
    assert reached >= 0.7 * len(pairs)


def test_a_clear_new_question_is_never_pulled_back(search: Search) -> None:
    for pair in samples.read("followups"):
        if pair["alone"]:
            first = search.ask(pair["first"])
            after = first.entries[0].entry_id if first.entries else None
            assert search.ask(pair["then"], after=after) == search.ask(pair["then"])


def test_no_sample_nor_a_near_copy_stands_in_the_knowledge() -> None:
    known = {frozenset(words(line)) for path in KNOWLEDGE.rglob("*.yaml") for line in quoted(path)}
    by_size: dict[int, list[frozenset[str]]] = {}
    for line in known:
        by_size.setdefault(len(line), []).append(line)
    copies = []
    for text in samples.every_text():
        sample = frozenset(words(text))
        if len(sample) >= 4:
            near = [line for size in range(len(sample) - 2, len(sample) + 3) for line in by_size.get(size, ())]
            copies += [text for line in near if len(line & sample) / len(line | sample) >= 0.8]
    assert copies == []


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def quoted(path: Path) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', path.read_text(encoding="utf-8"))
