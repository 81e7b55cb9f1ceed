"""A broken knowledge base is told in whole, each fault with file, line, reason and cure."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.content.loader import inspect_knowledge, load_library
from bot.errors import KnowledgeError


def change(knowledge_dir: Path, name: str, old: str, new: str) -> None:
    path = knowledge_dir / "id" / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(knowledge_dir: Path) -> list[str]:
    return [str(problem) for problem in inspect_knowledge(knowledge_dir)[1]]


def test_the_knowledge_itself_has_no_problem(knowledge_dir: Path) -> None:
    assert problems(knowledge_dir) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "message"),
    [
        ("articles/burnout.yaml", "intro:", "intor:", "articles/burnout.yaml:", "no such field is known here; check"),
        ("articles/burnout.yaml", "intro:", "intor:", "articles/burnout.yaml:", "this required field is missing"),
        (
            "articles/burnout.yaml",
            "related: [burnout/",
            "related: [burnot/",
            "articles/burnout.yaml:",
            "is no entry; did you mean `burnout/",
        ),
        (
            "articles/burnout.yaml",
            "checklist: burnout",
            "checklist: bornout",
            "articles/burnout.yaml:",
            "`bornout` is no checklist; did you mean `burnout`?",
        ),
        (
            "questions/burnout.yaml",
            "  istirahat:",
            "  istirahatt:",
            "questions/burnout.yaml:",
            "`burnout/istirahatt` is no entry; write the entry in articles/burnout.yaml, or correct the name",
        ),
        (
            "questions/burnout.yaml",
            "  istirahat:",
            "  istirahatt:",
            "articles/burnout.yaml:",
            "nobody can ask for `istirahat`: it has no questions; add some under `istirahat`",
        ),
        (
            "questions/burnout.yaml",
            "not_about:",
            'not_about:\n  - "Sejarah MICROSTOCK aneh"\n  - "sejarah microstock  aneh?"',
            "questions/burnout.yaml:",
            "stands at knowledge/id/questions/burnout.yaml:",
        ),
        (
            "articles/sejarah.yaml",
            'short: "',
            'short: "This is what you should have when there is not enough time and more. ',
            "articles/sejarah.yaml:",
            "this reads as English (this, is, what); write it in Indonesian",
        ),
        (
            "articles/sejarah.yaml",
            'label: "',
            'label: "Label yang jauh terlalu panjang untuk sebuah tombol ',
            "articles/sejarah.yaml:4:",
            "the text is longer than 30 characters; shorten it",
        ),
        (
            "articles/sejarah.yaml",
            'link: ""',
            'link: "contoh.com/judul"',
            "articles/sejarah.yaml:",
            "write a whole address that begins with https://",
        ),
        ("articles/sejarah.yaml", "order: 5", 'order: "5"', "articles/sejarah.yaml:", "a whole number is expected"),
        ("texts.yaml", "{article}", "{artikel}", "texts.yaml:", "the text must hold {article}"),
        ("texts.yaml", "<b>Cara pakai</b>", "<b>Cara pakai", "texts.yaml:", "<b> is never closed"),
        ("texts.yaml", "<b>Cara pakai</b>", "<h1>Cara</h1>", "texts.yaml:", "Telegram does not know the tag <h1>"),
        ("texts.yaml", "<b>Cara pakai</b>", "Cara pakai {{ini}}", "texts.yaml:", "must hold no { or }"),
        ("texts.yaml", "<b>Cara pakai</b>", "<!-- x -->Cara", "texts.yaml:", "takes no <!-- comment -->"),
        ("texts.yaml", "<b>Cara pakai</b>", "<a>Cara</a>", "texts.yaml:", "<a> needs an address"),
        ("texts.yaml", "<b>Cara pakai</b>", "Cara&nbsp;pakai", "texts.yaml:", "Telegram shows &nbsp; just so"),
        (
            "texts.yaml",
            'thanks: "',
            'thanks: "This is how you should use it, and what there is. ',
            "texts.yaml:",
            "this reads as English",
        ),
        ("texts.yaml", 'thanks: "', 'thanks: "' + "x" * 200, "texts.yaml:", "longer than 200 characters"),
        ("language/words.yaml", "\nslang:", "\nslangs:", "language/words.yaml:", "known: slang, synonyms, stop_words"),
        ("checklists/harga.yaml", "perang-harga/niche", "perang-harga/nic", "checklists/harga.yaml:", "is no entry"),
    ],
)
def test_a_fault_is_told_with_its_place_and_cure(
    knowledge_dir: Path, name: str, old: str, new: str, place: str, message: str
) -> None:
    change(knowledge_dir, name, old, new)
    found = [line for line in problems(knowledge_dir) if message in line]
    assert len(found) == 1, problems(knowledge_dir)
    assert found[0].startswith(f"knowledge/id/{place}")


def test_an_answer_too_long_for_one_message_is_found(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "articles" / "konsisten.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(iter(data["entries"].values()))["details"] = [f"{number} {'kata ' * 50}" for number in range(15)]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert [line for line in problems(knowledge_dir) if "too long for one message" in line]


def test_length_is_counted_as_telegram_counts(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "articles" / "konsisten.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    next(iter(data["entries"].values()))["details"] = ["\U0001f525" * 250 for _ in range(8)]
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert [line for line in problems(knowledge_dir) if "too long for one message" in line]


def test_one_typo_is_not_buried_under_what_follows_from_it(knowledge_dir: Path) -> None:
    change(knowledge_dir, "articles/burnout.yaml", "intro:", "intor:")
    assert len(problems(knowledge_dir)) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("checklists/harga.yaml", "checklists/harga-baru.yaml", "/harga-baru cannot be a command of its own"),
        ("checklists/harga.yaml", "checklists/topik.yaml", "/topik cannot be a command of its own"),
        ("articles/sejarah.yaml", "articles/Sejarah Bisnis_1.yaml", "this file name cannot be part of a link"),
        ("articles/sejarah.yaml", f"articles/{'s' * 24}.yaml", "this file name cannot be part of a link"),
    ],
)
def test_a_file_name_that_cannot_be_a_link_or_command_is_found(
    knowledge_dir: Path, old: str, new: str, message: str
) -> None:
    (knowledge_dir / "id" / old).rename(knowledge_dir / "id" / new)
    assert [line for line in problems(knowledge_dir) if message in line and line.startswith(f"knowledge/id/{new}:1:")]


def test_a_file_that_nobody_reads_is_found(knowledge_dir: Path) -> None:
    (knowledge_dir / "id" / "articles" / "baru.yml").write_text("title: x", encoding="utf-8")
    assert "knowledge/id/articles/baru.yml:1: the bot never reads this file" in problems(knowledge_dir)[0]


def test_faults_in_several_files_are_told_together_in_order(knowledge_dir: Path) -> None:
    change(knowledge_dir, "articles/burnout.yaml", "intro:", "intor:")
    change(knowledge_dir, "articles/mitos.yaml", "intro:", "intor:")
    change(knowledge_dir, "texts.yaml", "{page}", "page")
    found = problems(knowledge_dir)
    assert {line.split(":")[0] for line in found} >= {
        "knowledge/id/articles/burnout.yaml",
        "knowledge/id/articles/mitos.yaml",
        "knowledge/id/texts.yaml",
    }
    assert found == sorted(found, key=lambda line: line.split(":")[0])


def test_loading_a_broken_knowledge_base_raises_with_every_line(knowledge_dir: Path) -> None:
    change(knowledge_dir, "articles/burnout.yaml", "intro:", "intor:")
    with pytest.raises(KnowledgeError) as caught:
        load_library(knowledge_dir)
    assert len(caught.value.problems) >= 2


def test_a_folder_without_knowledge_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_library(tmp_path)
    assert "set KNOWLEDGE_DIR" in caught.value.problems[0]


def test_a_missing_file_is_named(knowledge_dir: Path) -> None:
    (knowledge_dir / "id" / "texts.yaml").unlink()
    assert any("knowledge/id/texts.yaml:1: the file cannot be read" in line for line in problems(knowledge_dir))
