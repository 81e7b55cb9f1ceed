"""A new article's two files: explained field by field, told as unfinished until they are written, never by halves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.content.learned import FILE
from bot.content.loader import inspect_knowledge, load_library
from bot.content.models import ArticleModel, EntryModel, QuestionsModel
from bot.content.scaffold import mended_slug, new_article
from bot.content.schema import schema_of
from bot.content.source import parse_yaml, read_yaml
from bot.content.unfinished import check_unfinished, placeholder
from bot.errors import KnowledgeError, UsageError

WRITTEN = {
    "judul artikel": "Kenapa sampul buku harus rapi?",
    "judul pendek": "Sampul buku rapi",
    "satu kalimat tentang isi artikel": "Kenapa sampul yang rapi membuat buku lebih awet.",
    "pertanyaan yang dijawab": "Kenapa sampul buku perlu rapi?",
    "nama bagian": "Alasan sampul rapi",
    "jawaban singkat, dua sampai empat kalimat": "Sampul yang rapi melindungi isi buku. Jadi bukunya lebih awet.",
}


def problems(knowledge_dir: Path) -> list[str]:
    return [str(problem) for problem in inspect_knowledge(knowledge_dir)[1]]


def files(knowledge_dir: Path) -> set[Path]:
    return {path for path in knowledge_dir.rglob("*") if path.is_file()}


def write_out(path: Path, written: dict[str, str] | None = None) -> None:
    """Put words in place of every placeholder, as its owner would; those without words of their own get any."""
    number = 0

    def words(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return (written or {}).get(found[1], f"kalimat nomor {number} tentang sampul buku di {path.parent.name}")

    text = path.read_text(encoding="utf-8")
    lines = [
        line if line.lstrip().startswith("#") else re.sub(r"\[tulis: (.*)\]", words, line) for line in text.split("\n")
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def test_the_two_files_of_an_article_are_made(knowledge_dir: Path) -> None:
    before = files(knowledge_dir)
    made = new_article(knowledge_dir, "sampul-buku")
    assert [path.relative_to(knowledge_dir).as_posix() for path in made] == [
        "id/articles/sampul-buku.yaml",
        "id/questions/sampul-buku.yaml",
    ]
    assert files(knowledge_dir) - before == set(made)


def test_everything_still_to_be_written_is_told_with_its_line_and_nothing_else(knowledge_dir: Path) -> None:
    made = new_article(knowledge_dir, "sampul-buku")
    expected = [
        f"knowledge/id/{path.parent.name}/sampul-buku.yaml:{number}: "
        for path in made
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if "[tulis: " in line and not line.lstrip().startswith("#")
    ]
    told = problems(knowledge_dir)
    assert len(expected) == 14
    assert [line for line, where in zip(told, expected, strict=True) if not line.startswith(where)] == []
    assert told[0].endswith('`title` is not written yet; write your own words in place of "[tulis: judul artikel]"')
    assert any("`details` item 2 is not written yet" in line for line in told)


def test_what_is_unfinished_is_never_answered(knowledge_dir: Path) -> None:
    new_article(knowledge_dir, "sampul-buku")
    with pytest.raises(KnowledgeError):
        load_library(knowledge_dir)


def test_once_everything_is_written_the_article_is_known(knowledge_dir: Path) -> None:
    made = new_article(knowledge_dir, "sampul-buku")
    for path in made:
        write_out(path, WRITTEN)
    assert problems(knowledge_dir) == []
    article = load_library(knowledge_dir).articles[-1]
    assert (article.slug, article.title) == ("sampul-buku", "Kenapa sampul buku harus rapi?")
    assert [entry.id for entry in article.entries] == ["sampul-buku/ringkasan"]


def test_two_articles_begun_at_once_do_not_trip_over_each_other(knowledge_dir: Path) -> None:
    new_article(knowledge_dir, "sampul-buku")
    new_article(knowledge_dir, "sampul-kain")
    assert [line for line in problems(knowledge_dir) if "is not written yet" not in line] == []


def test_every_field_is_explained_as_in_the_editor(knowledge_dir: Path) -> None:
    article, questions = (path.read_text(encoding="utf-8") for path in new_article(knowledge_dir, "sampul-buku"))
    explained: list[tuple[type[BaseModel], str]] = [
        (ArticleModel, article),
        (EntryModel, article),
        (QuestionsModel, questions),
    ]
    for model, text in explained:
        plain = " ".join(re.sub(r"^ *# ?", "", text, flags=re.MULTILINE).split())
        for name, field in schema_of(model)["properties"].items():
            assert f"{field['description']} {name}:" in plain.replace(" # ", " ")


def test_the_files_name_their_schemas_and_are_accepted_by_them(knowledge_dir: Path) -> None:
    made = new_article(knowledge_dir, "sampul-buku")
    models: list[type[BaseModel]] = [ArticleModel, QuestionsModel]
    for path, model, kind in zip(made, models, ("article", "questions"), strict=True):
        first = path.read_text(encoding="utf-8").split("\n")[0]
        assert first == f"# yaml-language-server: $schema=../../schema/{kind}.json"
        assert Draft202012Validator(schema_of(model)).is_valid(read_yaml(path).data)


def data(path: Path) -> dict[str, Any]:
    found = read_yaml(path).data
    assert isinstance(found, dict)
    return found


def test_the_order_is_the_next_after_the_last_article(knowledge_dir: Path) -> None:
    articles = knowledge_dir / "id" / "articles"
    (articles / "mitos.yaml").write_text("order: 40\n", encoding="utf-8")
    (articles / "sejarah.yaml").write_text('order: "70"\n', encoding="utf-8")
    (articles / "burnout.yaml").write_text("order: [", encoding="utf-8")
    made = new_article(knowledge_dir, "sampul-buku")
    assert data(made[0])["order"] == 41


@pytest.mark.parametrize("title", ['Apa itu "sampul": 5 hal # penting?', "C:\\folder & 'kutip'", "Sampul 📕 édisi"])
def test_a_title_comes_back_as_it_was_given(knowledge_dir: Path, title: str) -> None:
    made = new_article(knowledge_dir, "sampul-buku", f"  {title} ")
    assert data(made[0])["title"] == title
    assert not any("`title` is not" in line and ":14:" in line for line in problems(knowledge_dir))


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("x" * 81, "A title has 3 to 80 letters, and this one has 81"),
        (" a ", "this one has 1"),
        ("a\x00bcd", "a character that cannot be shown"),
        ("abc\udcff", "a character that cannot be shown"),
    ],
)
def test_a_title_that_the_bot_would_refuse_is_refused_before_anything_is_made(
    knowledge_dir: Path, title: str, message: str
) -> None:
    before = files(knowledge_dir)
    with pytest.raises(UsageError, match=message):
        new_article(knowledge_dir, "sampul-buku", title)
    assert files(knowledge_dir) == before


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("Sampul Buku", "sampul-buku"),
        ("sampul_buku.yaml", "sampul-buku"),
        ("knowledge/id/articles/Sampul.yml", "sampul"),
        ("knowledge\\id\\articles\\sampul buku", "sampul-buku"),
        ("kenapa-sampul-buku-harus-rapi", "kenapa-sampul-buku"),
        ("sampul--buku-", "sampul-buku"),
        ("Édisi Sampül", "edisi-sampul"),
        ("s" * 24, "s" * 23),
        ("日本", "judul-artikel"),
        ("", "judul-artikel"),
        ("../../etc/sampul", "sampul"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_one_that_does(knowledge_dir: Path, name: str, mended: str) -> None:
    before = files(knowledge_dir)
    with pytest.raises(UsageError) as caught:
        new_article(knowledge_dir, name)
    assert str(caught.value).endswith(f"at most 23. This would do: python -m bot new-article {mended}")
    assert mended_slug(name) == mended
    assert files(knowledge_dir) == before
    new_article(knowledge_dir, mended)


@pytest.mark.parametrize("folder", ["articles", "questions"])
def test_a_file_that_is_there_is_never_touched(knowledge_dir: Path, folder: str) -> None:
    there = knowledge_dir / "id" / folder / "sampul-buku.yaml"
    there.write_text("mine", encoding="utf-8")
    before = files(knowledge_dir)
    with pytest.raises(UsageError, match=f"{folder}/sampul-buku.yaml exists already, and nothing was changed"):
        new_article(knowledge_dir, "sampul-buku")
    assert files(knowledge_dir) == before
    assert there.read_text(encoding="utf-8") == "mine"


def test_the_name_that_is_kept_for_operators_is_refused(knowledge_dir: Path) -> None:
    with pytest.raises(UsageError, match="operators"):
        new_article(knowledge_dir, "pengelola")


@pytest.mark.parametrize("folder", ["articles", "questions"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, folder: str) -> None:
    other = {"articles": "questions", "questions": "articles"}[folder]
    (tmp_path / "id" / other).mkdir(parents=True)
    with pytest.raises(UsageError, match=f"There is no folder .*{folder}; set KNOWLEDGE_DIR"):
        new_article(tmp_path, "sampul-buku")
    assert files(tmp_path) == set()


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), PermissionError(13, "Denied"), KeyboardInterrupt()]
)
@pytest.mark.parametrize("folder", ["articles", "questions"])
def test_what_cannot_be_written_whole_is_not_written_at_all(
    knowledge_dir: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, folder: str
) -> None:
    before = files(knowledge_dir)
    whole = Path.open

    class Full:
        """A file that is made, but takes no text."""

        def __init__(self, path: Path) -> None:
            whole(path, "x").close()

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def write(self, text: str) -> None:
            raise fault

    def fails(self: Path, mode: str = "r", **options: Any) -> Any:
        if mode == "x" and self.parent.name == folder:
            if isinstance(fault, PermissionError):  # comes before the file is made
                raise fault
            return Full(self)
        return whole(self, mode, **options)

    monkeypatch.setattr(Path, "open", fails)
    wanted = UsageError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(wanted, match="cannot be written .*nothing was changed" if isinstance(fault, OSError) else None):
        new_article(knowledge_dir, "sampul-buku")
    assert files(knowledge_dir) == before


@pytest.mark.parametrize(
    "text",
    [
        "[tulis: judul artikel] Sampul",
        "Sampul [TULIS judul]",
        "tulis: judul artikel",
        "[ tulis: judul",
        "“Sampul buku”",
        '“Sampul buku"',
        'Sampul buku"',
        '"Sampul',
    ],
)
def test_what_is_left_of_a_placeholder_is_found_wherever_it_stands(knowledge_dir: Path, text: str) -> None:
    path = knowledge_dir / "id" / "articles" / "mitos.yaml"
    changed = re.sub(r"^title: .*", f"title: '{text}'", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    path.write_text(changed.replace("\nintro:", "\nintor:"), encoding="utf-8")
    told = [line for line in problems(knowledge_dir) if line.startswith("knowledge/id/articles/mitos.yaml:3: `title` ")]
    assert len(told) == 1
    assert told[0].endswith(('"', '"..."'))


def test_a_placeholder_is_known_as_one(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "questions" / "mitos.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f'  - "{placeholder("apa saja")}"\n', encoding="utf-8")
    assert len(problems(knowledge_dir)) == 1


def test_words_that_only_look_like_it_are_left_alone(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "articles" / "mitos.yaml"
    title = 'Menulis: cara [penulis] menulis “sampul” di layar 15"'
    changed = re.sub(r"^title: .*", f"title: '{title}'", path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    path.write_text(changed, encoding="utf-8")
    assert problems(knowledge_dir) == []


def test_what_people_asked_and_operators_took_over_is_left_as_they_typed_it(tmp_path: Path) -> None:
    learned = parse_yaml("phrasings:\n- 'apa itu sampul\"'\n", Path("knowledge", "id", FILE))
    check_unfinished([learned])
    assert learned.problems == []
