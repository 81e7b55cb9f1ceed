"""`new-article` and `schema`, called as the owner of the knowledge calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_command_line import run


def test_new_article_tells_what_it_made_and_what_comes_next(knowledge_dir: Path) -> None:
    result = run(
        "new-article", "sampul-buku", "--title", "Sampul buku", cwd=knowledge_dir.parent, KNOWLEDGE_DIR="knowledge"
    )
    assert (result.returncode, result.stderr) == (0, "")
    made = [Path("knowledge", "id", folder, "sampul-buku.yaml") for folder in ("articles", "questions")]
    assert [line for line in result.stdout.splitlines() if str(made[0].parent.parent) in line] == [
        f"  {p}" for p in made
    ]
    assert all((knowledge_dir.parent / path).is_file() for path in made)
    for command in ("python -m bot check", "python -m bot playground"):
        assert f". {command}\n" in result.stdout


def test_check_names_a_new_article_as_unfinished(knowledge_dir: Path) -> None:
    run("new-article", "sampul-buku", KNOWLEDGE_DIR=str(knowledge_dir))
    result = run("check", KNOWLEDGE_DIR=str(knowledge_dir))
    assert result.returncode == 1
    assert "knowledge/id/articles/sampul-buku.yaml:14: `title` is not written yet" in result.stdout
    assert result.stdout.endswith("14 problem(s)\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Sampul Buku", "This would do: python -m bot new-article sampul-buku"),
        ("burnout", "exists already, and nothing was changed; edit it, or choose another name."),
    ],
)
def test_a_name_that_cannot_be_used_is_told_in_one_sentence(knowledge_dir: Path, name: str, told: str) -> None:
    result = run("new-article", name, KNOWLEDGE_DIR=str(knowledge_dir))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.strip().endswith(told)


def test_words_without_quotes_are_taken_together(knowledge_dir: Path) -> None:
    refused = run("new-article", "Sampul", "Buku", KNOWLEDGE_DIR=str(knowledge_dir))
    assert refused.stderr.strip().endswith("This would do: python -m bot new-article sampul-buku")
    run("new-article", "sampul-buku", "--title", "Sampul", "buku", "rapi", KNOWLEDGE_DIR=str(knowledge_dir))
    made = knowledge_dir / "id" / "articles" / "sampul-buku.yaml"
    assert '\ntitle: "Sampul buku rapi"\n' in made.read_text(encoding="utf-8")


def test_a_folder_without_knowledge_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = run("new-article", "sampul-buku", KNOWLEDGE_DIR=str(tmp_path))
    assert (result.returncode, result.stdout) == (2, "")
    assert "set KNOWLEDGE_DIR" in result.stderr


def test_schema_writes_beside_the_languages_and_says_what_was_so_already(knowledge_dir: Path) -> None:
    run("schema", KNOWLEDGE_DIR=str(knowledge_dir))
    (knowledge_dir / "schema" / "words.json").unlink()
    result = run("schema", KNOWLEDGE_DIR=str(knowledge_dir))
    assert (result.returncode, result.stderr) == (0, "")
    lines = [line for line in result.stdout.splitlines() if not line.endswith(" (as it was)")]
    assert lines == [str(knowledge_dir / "schema" / "words.json")]
    assert run("check", KNOWLEDGE_DIR=str(knowledge_dir)).returncode == 0


def test_schema_writes_where_it_is_told_to(tmp_path: Path) -> None:
    result = run("schema", "there", cwd=tmp_path)
    assert result.returncode == 0
    assert set(result.stdout.split()) == {str(Path("there", path.name)) for path in (tmp_path / "there").iterdir()}
    assert "article.json" in result.stdout


def test_a_place_for_schemas_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("", encoding="utf-8")
    result = run("schema", "there", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
