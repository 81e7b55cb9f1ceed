"""The measures mean what they say, on verdicts made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.history import changes, outcomes, read_history, write_history
from bot.search.decide import Decision, Scored
from bot.search.engine import Verdict
from bot.search.evaluate import Labelled, calibration, confusions, evaluate, judge, read_labelled, table, tallies

QUESTION = Labelled("x", "slang", "q", ("a/1", "a/2"))


def verdict(decision: Decision, *entry_ids: str) -> Verdict:
    return Verdict(decision, tuple(Scored(entry_id, 0.5) for entry_id in entry_ids))


@pytest.mark.parametrize(
    ("given", "true"),
    [
        (verdict(Decision.ANSWER, "a/1"), {"right", "reach", "article"}),
        (verdict(Decision.ANSWER, "a/2"), {"right", "reach", "article"}),
        (verdict(Decision.ANSWER, "a/3"), {"article"}),
        (verdict(Decision.ANSWER, "b/1"), {"wrong"}),
        (verdict(Decision.SUGGEST, "b/1", "a/2"), {"reach"}),
        (verdict(Decision.SUGGEST, "b/1", "b/2"), set()),
        (verdict(Decision.UNKNOWN), {"silent"}),
    ],
)
def test_an_answerable_question_is_judged(given: Verdict, true: set[str]) -> None:
    assert {name for name, value in judge(QUESTION, given).items() if value} == true


def test_an_unanswerable_question_must_not_be_answered() -> None:
    negative = Labelled("x", "near-miss", "q", ())
    assert judge(negative, verdict(Decision.ANSWER, "a/1"))["false"]
    assert not judge(negative, verdict(Decision.SUGGEST, "a/1", "a/2"))["false"]


def test_crisis_lines_are_caught_or_fire() -> None:
    assert judge(Labelled("x", "crisis", "q", ()), verdict(Decision.CRISIS)) == {"caught": True}
    assert judge(Labelled("x", "not-crisis", "q", ()), verdict(Decision.UNKNOWN)) == {"fired": False}


def test_rates_are_told_by_kind_and_in_all() -> None:
    questions = [QUESTION, Labelled("x", "terse", "other", ("b/1",)), Labelled("x", "near-miss", "no", ())]
    judged = evaluate(questions, lambda text: verdict(Decision.ANSWER, "a/1"), lambda text: verdict(Decision.SILENT))
    counted = tallies(judged)
    assert counted["x", "slang"].rate("right") == 1
    assert counted["x", "terse"].rate("wrong") == 1
    assert counted["ALL", "in-scope"].rate("right") == 0.5
    assert counted["ALL", "negative"].rate("false") == 1
    assert "in-scope" in table(counted)[-2]
    assert confusions(judged) == ["   1x b/1 -> a/1"]
    assert calibration(judged) == ["score from 0.4: right  33.3% of 3"]


def test_open_messages_in_a_group_are_overheard_not_asked() -> None:
    line = Labelled("x", "group-chatter", "hahaha", ())
    judged = evaluate([line], lambda text: verdict(Decision.ANSWER, "a/1"), lambda text: verdict(Decision.SILENT))
    assert not judged[0].judgements["false"]


def test_the_next_run_tells_what_changed(tmp_path: Path) -> None:
    path = tmp_path / "data" / "last.json"
    answer = evaluate([QUESTION], lambda text: verdict(Decision.ANSWER, "a/1"), lambda text: verdict(Decision.SILENT))
    unknown = evaluate([QUESTION], lambda text: verdict(Decision.UNKNOWN), lambda text: verdict(Decision.SILENT))
    assert changes(read_history(path), outcomes(answer)) == []
    write_history(path, outcomes(answer))
    assert changes(read_history(path), outcomes(answer)) == []
    assert changes(read_history(path), outcomes(unknown)) == ["x: q: right -> silent"]
    path.write_text("not json", encoding="utf-8")
    assert read_history(path) == {}


def test_a_line_that_is_no_labelled_question_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"q": "a", "accept": [], "kind": "x"}\n\n{"q": "b"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.jsonl:3"):
        read_labelled([path])
    with pytest.raises(UsageError, match="cannot be read"):
        read_labelled([tmp_path / "gone.jsonl"])
