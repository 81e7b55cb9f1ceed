"""YAML is read with the line of every value, and what PyYAML would swallow is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.source import Document, read_yaml


def read(tmp_path: Path, text: str | bytes) -> Document:
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path, Path("file.yaml"))


def test_values_keep_their_lines(tmp_path: Path) -> None:
    document = read(tmp_path, 'a: "x"\nb:\n  - 1\n  - "two"\n')
    assert document.data == {"a": "x", "b": [1, "two"]}
    assert (document.line("a"), document.line("b", 1), document.line("b", "gone")) == (1, 4, 2)
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a: "1"\nb: "2"\na: "3"\n', "file.yaml:3: the key `a` stands twice (first on line 1); rename or delete one"),
        ("jawab: no\n", 'file.yaml:1: YAML reads an unquoted no as something else; write "no" in quotes'),
        ("a: 1\njam: 12:30\n", 'file.yaml:2: YAML reads an unquoted 12:30 as something else; write "12:30" in quotes'),
        ("a: [1\n", "file.yaml:2: YAML does not understand this line"),
        ('a: "x"\n b: "y"\n', "file.yaml:2: YAML does not understand this line"),
        ("\ta: 1\n", "file.yaml:1: YAML does not understand this line"),
        ("a: &x [1]\nb: *x\n", "a *alias repeats another value; write the value out"),
        (b"a: \xff\xfe", "file.yaml:1: the file is not UTF-8 text; save it again with the encoding UTF-8"),
        ("# nothing\n", "file.yaml:1: the file is empty"),
    ],
    ids=["double key", "no", "time", "open bracket", "indentation", "tab", "alias", "encoding", "empty"],
)
def test_faults_are_told_with_line_and_cure(tmp_path: Path, text: str | bytes, message: str) -> None:
    problems = [str(problem) for problem in read(tmp_path, text).problems]
    assert len(problems) == 1
    assert message in problems[0]


def test_quoted_no_and_times_are_fine(tmp_path: Path) -> None:
    assert read(tmp_path, 'a: "no"\nb: "12:30"\n').problems == []


def test_every_fault_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a: no\na: yes\nb: 12:30\n").problems) == 3


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    problem = read_yaml(tmp_path / "gone.yaml").problems[0]
    assert "cannot be read" in problem.what


def test_a_file_of_aliases_does_not_grow_without_end(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert len(read(tmp_path, bomb).problems) == 16
