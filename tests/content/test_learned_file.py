"""learned.yaml is written so that it reads back as it was, and two versions of it lose nothing by chance."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.learned import Learned, LearnedAnswer, LearnedPhrasing
from bot.content.learned_file import learned_text, merged, phrasing_key, read_learned
from bot.errors import KnowledgeError

NASTY = [
    "no", "12:30", "~", "null", "- x", "# x", "a: b", "'", '"', "\\", "\\n", "a\nb", "a\r\nb", "a\x85b", "a\u2028b",
    "a\u2029b", "a\ufeffb", "a\x00b", "a\x7fb", "\U0001f64b\U0001f3fd\u200d\u2640\ufe0f", "&x *x !!str", "{{}}", "%",
    "@", "x " * 90, "\u202eabc", "a\uffffb", "\t\tx",
]  # fmt: skip


def texts(least: int, most: int) -> st.SearchStrategy[str]:
    """Texts as the models keep them: without spaces around."""
    whole = st.text(min_size=1, max_size=most) | st.sampled_from(NASTY)
    return whole.map(lambda text: text.strip().ljust(least, "x")[:most].strip()).filter(
        lambda text: len(text) >= max(1, least)
    )


names = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
moments = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%d %H:%M}".rjust(16, "0"))
phrasings = st.builds(
    LearnedPhrasing,
    entry=st.sampled_from(["a/b", "a/c"]),
    text=texts(1, 200) | st.sampled_from(["Sama", "sama"]),
    by=texts(1, 80),
    at=moments,
)
answers = st.builds(
    LearnedAnswer,
    section=st.sampled_from(["b", "c"]) | names,
    article=st.sampled_from(["a", "pengelola"]),
    title=texts(3, 80),
    label=texts(2, 30),
    short=texts(20, 200),
    details=st.lists(texts(1, 100), max_size=3),
    questions=st.lists(texts(1, 100), max_size=3),
    by=texts(1, 80),
    at=moments,
    draft=st.booleans(),
)
contents = st.builds(
    Learned,
    version=st.integers(0, 5),
    phrasings=st.lists(phrasings, max_size=4),
    answers=st.lists(answers, max_size=3),
)


@given(contents)
def test_what_is_written_reads_back_as_it_was(learned: Learned) -> None:
    text = learned_text(learned)
    assert read_learned(text) == learned
    assert learned_text(read_learned(text)) == text
    assert read_learned("\ufeff" + text.replace("\n", "\r\n")) == learned  # as an editor may save it


@pytest.mark.parametrize("text", NASTY)
def test_a_text_is_one_line_of_the_file_that_any_yaml_reader_understands(text: str) -> None:
    text = text.strip()
    learned = Learned(phrasings=[LearnedPhrasing(entry="a/b", text=text, by="Rina", at="2026-01-31 14:05")])
    written = learned_text(learned)
    assert yaml.safe_load(written)["phrasings"][0]["text"] == text
    assert len([line for line in written.splitlines() if not line.startswith("#")]) == 7


def test_the_file_explains_itself_and_holds_its_fields_in_order() -> None:
    phrasing = LearnedPhrasing(entry="a/b", text='é 🙋 "apa"?', by="Rina", at="2026-01-31 14:05")
    answer = LearnedAnswer(
        section="x",
        article="y",
        title="abc",
        label="ab",
        short="x" * 20,
        questions=["apa?"],
        by="z",
        at="2026-02-01 09:00",
    )
    written = learned_text(Learned(version=7, phrasings=[phrasing], answers=[answer]))
    head, _, body = written.partition("version:")
    assert all(line.startswith("#") for line in head.splitlines())
    assert "/muat" in head
    assert body == (
        ' 7\nphrasings:\n  - entry: "a/b"\n    text: "é 🙋 \\"apa\\"?"\n    by: "Rina"\n    at: "2026-01-31 14:05"\n'
        'answers:\n  - section: "x"\n    article: "y"\n    title: "abc"\n    label: "ab"\n'
        '    short: "xxxxxxxxxxxxxxxxxxxx"\n    details: []\n    questions:\n      - "apa?"\n    by: "z"\n'
        '    at: "2026-02-01 09:00"\n    draft: false\n'
    )


@pytest.mark.parametrize("text", ["", "# x\n", "{}", "~\n", "version: 0"])
def test_a_text_that_holds_nothing_is_no_fault(text: str) -> None:
    assert read_learned(text) == Learned()


def test_a_broken_text_is_told_whole() -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_learned('version: x\nphrasings:\n  - entry: "a"\n    by: no\n')
    told = "\n".join(caught.value.problems)
    for fault in ("learned.yaml:1: `version`", "learned.yaml:3: item 1 `entry`", "`text`", "unquoted no", "`at`"):
        assert fault in told


@given(contents, contents)
def test_a_file_of_the_same_or_a_higher_version_wins_whole(theirs: Learned, ours: Learned) -> None:
    theirs = theirs.model_copy(update={"version": ours.version + theirs.version})
    assert merged(theirs, ours) == theirs


@given(contents, contents)
def test_an_older_file_and_the_database_lose_nothing_to_each_other(theirs: Learned, ours: Learned) -> None:
    ours = ours.model_copy(update={"version": theirs.version + 1})
    both = merged(theirs, ours)
    assert both.version == ours.version
    for one in (theirs, ours):
        assert {*map(phrasing_key, one.phrasings)} <= {*map(phrasing_key, both.phrasings)}
        assert {answer.entry_id for answer in one.answers} <= {answer.entry_id for answer in both.answers}
    assert both.phrasings[: len(ours.phrasings)] == ours.phrasings
    assert both.answers[: len(ours.answers)] == ours.answers
    found = Counter(map(phrasing_key, both.phrasings))
    each = [Counter(map(phrasing_key, one.phrasings)) for one in (theirs, ours)]
    assert found == each[0] | each[1] or all(found[key] in (each[0][key], each[1][key]) for key in found)


@given(contents, contents)
def test_merging_again_changes_nothing(theirs: Learned, ours: Learned) -> None:
    both = merged(theirs, ours)
    assert merged(both, ours) == both
    assert merged(theirs, both) in (both, theirs)
    assert merged(ours, ours) == ours
