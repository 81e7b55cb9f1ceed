"""What operators taught is read and checked like the rest, and becomes part of the library."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.learned import BY_OPERATORS
from bot.content.library import Library
from bot.content.loader import inspect_knowledge, load_library
from bot.errors import KnowledgeError

SHORT = "Bisa, asal kamu sudah punya akun yang aktif dan sabar menunggu antreannya."
PHRASING = """
  - entry: "burnout/istirahat"
    text: "boleh hiatus sebulan penuh nggak kalau sudah mentok"
    by: "Rina"
    at: "2026-01-31 14:05"
"""
ANSWER = f"""
  - section: "waktu-libur"
    article: "burnout"
    title: "Kapan waktu libur yang pas?"
    label: "Waktu libur"
    short: "{SHORT}"
    details: ["Coba libur di awal bulan."]
    questions: ["libur panjangnya enaknya tanggal berapa ya kak"]
    by: "Rina"
    at: "2026-01-31 14:05"
"""
PHRASINGS = f"version: 3\nphrasings:{PHRASING}"
ANSWERS = f"version: 3\nanswers:{ANSWER}"
OWN = ANSWERS.replace('article: "burnout"', f'article: "{BY_OPERATORS}"').replace(
    'details: ["Coba libur di awal bulan."]', "details: []"
)
DRAFT = ANSWERS + "    draft: true\n"


def written(knowledge_dir: Path, text: str) -> Path:
    path = knowledge_dir / "id" / "learned.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(knowledge_dir: Path, learned: str | None = None) -> list[str]:
    return [str(problem) for problem in inspect_knowledge(knowledge_dir, learned)[1]]


def test_a_learned_phrasing_asks_for_its_entry_and_knows_where_it_stands(knowledge_dir: Path) -> None:
    written(knowledge_dir, PHRASINGS)
    library = load_library(knowledge_dir)
    (learned,) = (phrasing for phrasing in library.phrasings if phrasing.learned)
    assert learned.text == "boleh hiatus sebulan penuh nggak kalau sudah mentok"
    assert (learned.entry_id, learned.path, learned.line) == ("burnout/istirahat", "knowledge/id/learned.yaml", 4)


def test_a_learned_answer_is_the_last_entry_of_its_article(knowledge_dir: Path) -> None:
    written(knowledge_dir, ANSWERS)
    library = load_library(knowledge_dir)
    article = library.article("burnout")
    assert article is not None
    entry = article.entries[-1]
    assert (entry.id, entry.short, entry.details) == ("burnout/waktu-libur", SHORT, ("Coba libur di awal bulan.",))
    assert [entry.id for entry in library.entries.values() if entry.learned] == ["burnout/waktu-libur"]
    assert [phrasing.line for phrasing in library.phrasings if phrasing.learned] == [9]


def test_the_operators_own_answers_have_an_article_of_their_own_at_the_end(
    knowledge_dir: Path, library: Library
) -> None:
    written(knowledge_dir, OWN)
    changed = load_library(knowledge_dir)
    assert changed.articles[:-1] == library.articles
    assert (changed.articles[-1].slug, changed.articles[-1].title) == (BY_OPERATORS, "Jawaban pengelola")
    assert [entry.id for entry in changed.articles[-1].entries] == [f"{BY_OPERATORS}/waktu-libur"]


def test_a_phrasing_may_ask_for_a_learned_answer(knowledge_dir: Path) -> None:
    asked = OWN.replace('questions: ["libur panjangnya enaknya tanggal berapa ya kak"]', "questions: []")
    asked += "phrasings:" + PHRASING.replace("burnout/istirahat", f"{BY_OPERATORS}/waktu-libur")
    assert problems(knowledge_dir, asked) == []


def test_a_draft_is_not_used_and_may_have_no_question_yet(knowledge_dir: Path, library: Library) -> None:
    written(knowledge_dir, DRAFT.replace('["libur panjangnya enaknya tanggal berapa ya kak"]', "[]"))
    assert load_library(knowledge_dir) == library


def test_a_drafts_question_may_stand_elsewhere_until_it_is_used(knowledge_dir: Path, library: Library) -> None:
    double = DRAFT.replace("libur panjangnya enaknya tanggal berapa ya kak", library.phrasings[0].text)
    assert problems(knowledge_dir, double) == []
    assert "stands at" in problems(knowledge_dir, double.replace("draft: true", "draft: false"))[0]


def test_a_text_stands_in_the_place_of_the_file(knowledge_dir: Path, library: Library) -> None:
    written(knowledge_dir, "phrasings: broken")
    assert [phrasing.learned for phrasing in load_library(knowledge_dir, PHRASINGS).phrasings][-1]
    assert load_library(knowledge_dir, "") == library
    assert problems(knowledge_dir) == [
        'knowledge/id/learned.yaml:1: `phrasings`: a list is expected here; write one item a line, each after "- "'
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "# semua dihapus\n", "\ufeff# x\n", "~", "version: 4", "answers: []\n"])
def test_a_file_may_be_emptied(knowledge_dir: Path, library: Library, text: str) -> None:
    written(knowledge_dir, text)
    assert load_library(knowledge_dir) == library
    assert load_library(knowledge_dir, text) == library


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


TWICE = changed(PHRASINGS, "boleh hiatus", "Boleh HIATUS") + PHRASING.replace("istirahat", "kesehatan").replace(
    "mentok", "mentok?"
)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (changed(PHRASINGS, "/istirahat", "/istirahatt"), 3, "`burnout/istirahatt` is no entry (any more); did you"),
        (changed(PHRASINGS, "/istirahat", "/istirahatt"), 3, "mean `burnout/istirahat`? Or delete this phrasing"),
        (TWICE, 9, "stands at knowledge/id/learned.yaml:4 too; keep only the better place"),
        (changed(ANSWERS, "waktu-libur", "istirahat"), 3, "`burnout/istirahat` stands at knowledge/id/articles/burn"),
        (ANSWERS + ANSWER.replace("libur panjang", "libur pendek"), 13, "stands at knowledge/id/learned.yaml:3 too; g"),
        (changed(ANSWERS, '"burnout"', '"burnot"'), 4, "`burnot` is no article; did you mean `burnout`? (`pengelola`"),
        (
            changed(ANSWERS, '["Coba libur di awal bulan."]', str([f"{n} {'kata ' * 55}" for n in range(14)])),
            3,
            "`waktu-libur` is too long for one message; shorten or split its details",
        ),
        (changed(ANSWERS, "Bisa, asal", "This is what you should have when there is time"), 7, "this reads as English"),
        (changed(ANSWERS, "Coba libur di", "This is what you have"), 8, "this reads as English (this, is, what)"),
        (
            changed(ANSWERS, '["libur panjangnya enaknya tanggal berapa ya kak"]', "[]"),
            3,
            "nobody can ask for `waktu-libur`: it has no questions; add some under its `questions`, or write `draft",
        ),
        (
            DRAFT + "phrasings:" + PHRASING.replace("istirahat", "waktu-libur"),
            14,
            "`burnout/waktu-libur` is only a draft; write `draft: false` there, or delete this phrasing",
        ),
        (changed(PHRASINGS, "01-31 14:05", "02-30 14:05"), 6, "`at`: the calendar has no such day or hour (write it"),
        (changed(PHRASINGS, "01-31 14:05", "01-31 24:05"), 6, "the calendar has no such day or hour"),
        (changed(PHRASINGS, "01-31 14:05", "kemarin"), 6, 'write date and time in quotes, as in "2026-01-31 14:05"'),
        (changed(PHRASINGS, '"2026-01-31 14:05"', "2026-01-31"), 6, "text is expected here; write it as text"),
        (changed(PHRASINGS, "version: 3", "version: -1"), 1, "`version`: Input should be greater than or equal to 0"),
        (changed(PHRASINGS, "version: 3", "version: 99999999999"), 1, "no knowledge was ever changed so often"),
        (changed(PHRASINGS, "version: 3", 'version: "3"'), 1, "a whole number is expected here"),
        (changed(PHRASINGS, "    by:", "\tby:"), 5, "YAML does not understand this line"),
        (changed(PHRASINGS, "    by:", "    text: x\n    by:"), 5, "the key `text` stands twice (first on line 4)"),
        (changed(PHRASINGS, 'by: "Rina"', "by: no"), 5, "YAML reads an unquoted no as something else"),
        (changed(PHRASINGS, 'by: "Rina"', "bye: x"), 5, "no such field is known here; check its spelling (known: e"),
        (changed(PHRASINGS, 'by: "Rina"', "by: [1]"), 5, "text is expected here"),
        (changed(PHRASINGS, 'by: "Rina"', 'by: ""'), 5, "the text is shorter than 1 characters"),
        (changed(PHRASINGS, "burnout/istirahat", "Burnout"), 3, "write article/section, as in pinjaman-bank/agunan"),
        (changed(DRAFT, "draft: true", "draft: ya"), 12, "`draft`: "),
        ("- 1\n", 1, "named values is expected here"),
        ("version: 3\nphrasing: []\n", 2, "no such field is known here; check its spelling (known: version, phrasings"),
        ("version: [3\n", 2, "YAML does not understand this line"),
        ("a: &x [1]\nanswers: *x\n", 2, "`answers`: a list is expected here"),
    ],
)
def test_a_fault_is_told_with_its_place_and_cure(knowledge_dir: Path, text: str, line: int, message: str) -> None:
    written(knowledge_dir, text)
    found = problems(knowledge_dir)
    place = f"knowledge/id/learned.yaml:{line}: "
    assert [told for told in found if told.startswith(place) and message in told], found


def test_what_stands_in_an_article_already_is_told(knowledge_dir: Path, library: Library) -> None:
    known = library.phrasings[0]
    written(knowledge_dir, PHRASINGS.replace("boleh hiatus sebulan penuh nggak kalau sudah mentok", known.text + " ?"))
    (told,) = problems(knowledge_dir)
    assert f"stands at knowledge/{Path(known.path).relative_to('knowledge').as_posix()}:{known.line} too" in told
    assert told.startswith("knowledge/id/learned.yaml:4: ")


def test_a_broken_article_is_not_blamed_on_what_was_learned(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "articles" / "burnout.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("intro:", "intor:"), encoding="utf-8")
    written(knowledge_dir, PHRASINGS + "answers:" + ANSWER)
    assert [told for told in problems(knowledge_dir) if "learned.yaml" in told] == []


def test_a_broken_file_is_told_beside_other_faults_and_stops_the_start(knowledge_dir: Path) -> None:
    written(knowledge_dir, "version: x")
    (knowledge_dir / "id" / "articles" / "mitos.yaml").write_text("title: 1", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_library(knowledge_dir)
    files = {line.split(":")[0] for line in caught.value.problems}
    assert files == {"knowledge/id/learned.yaml", "knowledge/id/articles/mitos.yaml"}


def test_a_file_that_is_no_text_is_told(knowledge_dir: Path) -> None:
    (knowledge_dir / "id" / "learned.yaml").write_bytes(b"version: \xff")
    assert "the file is not UTF-8 text" in problems(knowledge_dir)[0]
    (knowledge_dir / "id" / "learned.yaml").unlink()
    (knowledge_dir / "id" / "learned.yaml").mkdir()
    assert "the file cannot be read" in problems(knowledge_dir)[0]
