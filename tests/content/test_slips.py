"""Where YAML gives up, the slip of whoever typed it is told, on its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.slips import likely_slip
from bot.content.source import read_yaml
from tests.conftest import KNOWLEDGE_DIR

FILES = [path for folder in ("articles", "questions", "language") for path in (KNOWLEDGE_DIR / "id" / folder).iterdir()]
GOOD = """\
# catatan
title: "Sampul buku"
# catatan lain
entries:
  apa-itu:
    label: "Sampul"

    short: "Sampul itu halaman depan."
    details:
      - "Warnanya bebas."
      - "Bahannya karton."
    related: []
order: 3
"""


def test_the_example_is_right(tmp_path: Path) -> None:
    assert told(tmp_path, GOOD) == []


def told(folder: Path, text: str) -> list[str]:
    path = folder / "a.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in read_yaml(path, Path("a.yaml")).problems]


@pytest.mark.parametrize(
    ("old", "new", "what", "cure"),
    [
        ('    label: "S', '\tlabel: "S', "a Tab stands before the text", "use spaces instead"),
        ('      - "War', '     \t- "War', "a Tab stands before the text", "use spaces instead"),
        ('short: "Sampul itu', "short: Sampul: itu", "a text without quotes holds a colon", "put the whole text into"),
        ('- "Warnanya bebas."', "- @warna", "a text without quotes may not begin so", "put the whole text into"),
        ('- "Warnanya bebas."', "- *warna*", "a text without quotes may not begin so", "put the whole text into"),
        ('halaman depan."', "halaman depan.", 'the closing " of a text is missing', 'end the text with "'),
        ('title: "Sampul buku"', 'title: "Sampul buku', 'the closing " of a text is missing', 'end the text with "'),
        ('Warnanya bebas."', "Warnanya bebas.", 'the closing " of a text is missing', 'end the text with "'),
        ("halaman depan", 'halaman "depan"', "double quotes stand inside the double quotes", "write 'single quotes'"),
        ('depan."', 'depan." sekali', "something stands behind the closing quote", "put the whole text into"),
        ("halaman depan", r"halaman \depan", r"a \ stands in the text", r"write / or \\ in its place"),
        ('label: "', 'label:"', "no space stands after the colon", "put one there"),
        ('title: "', 'title:"', "no space stands after the colon", "put one there"),
        ('label: "', 'label "', "no colon stands after the name", "put one there, and a space"),
        ('- "Bahannya', '-"Bahannya', "no space stands after the -", "put one there"),
        ('- "Bahannya', '• "Bahannya', "a point in a list begins with another sign", "begin it with - and a space"),
        ('- "Bahannya', '– "Bahannya', "a point in a list begins with another sign", "begin it with - and a space"),
        ('- "Bahannya', '"Bahannya', "neither a name nor a - stands before the text", "begin a point in a list with -"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_slip_is_told_on_its_own_line(tmp_path: Path, old: str, new: str, what: str, cure: str, ends: str) -> None:
    assert GOOD.count(old) == 1
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    found = told(tmp_path, GOOD.replace(old, new).replace("\n", ends))
    assert len(found) == 1
    assert found[0].startswith(f"a.yaml:{line}: YAML does not understand this line ({what}); {cure}")


def test_a_line_that_stands_too_far_left_or_right_is_told_to_be_moved(tmp_path: Path) -> None:
    for moved in ('   short: "', '      short: "'):
        found = told(tmp_path, GOOD.replace('    short: "', moved))
        assert found[0].startswith("a.yaml:8: YAML does not understand this line")
        assert "check its indentation" in found[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KNOWLEDGE_DIR).as_posix())
def test_no_well_written_line_is_taken_for_a_slip(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    taken = {slip for number in range(1, len(lines) + 1, 3) if (slip := likely_slip(text, number))}
    assert taken == set()


@pytest.mark.parametrize("text", ["", "\n", "# catatan\n", "a"])
def test_a_file_with_nothing_in_it_has_no_slip(text: str) -> None:
    assert likely_slip(text, 1) is None
    assert likely_slip(text, 99) is None


def test_a_line_far_above_is_not_blamed(tmp_path: Path) -> None:
    found = told(tmp_path, 'help: |\n  Pilih:\n  • satu\na: "x"\nb: "x"\nc: "x"\n d: "y"\n')
    assert found[0].startswith("a.yaml:7: YAML does not understand this line")
