"""The command line as its users call it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*arguments: str, given: str = "", cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "KNOWLEDGE_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_ask_prints_the_answer_with_its_source() -> None:
    result = run("ask", "apa itu burnout")
    assert result.returncode == 0
    assert result.stdout.startswith("Apa itu burnout")
    assert "Sumber: " in result.stdout


def test_ask_prints_crisis_contacts_without_markup_and_both_of_two_answers() -> None:
    crisis = run("ask", "aku pengen mati aja")
    assert "healing119.id" in crisis.stdout
    assert "<b>" not in crisis.stdout
    assert run("ask", "apa itu burnout? terus siapa pendiri istockphoto?").stdout.count("Sumber: ") == 2


def test_ask_json_prints_one_object_a_line_in_order() -> None:
    questions = ["apa itu burnout", "", "resep rendang", "halo", "NPWP"]
    result = run("ask", "--json", "-", given="\n".join(questions) + "\n")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["question"] for line in lines] == questions
    assert [line["decision"] for line in lines] == ["answer", "unknown", "unknown", "smalltalk", "answer"]
    assert lines[0]["entries"][0]["id"] == "burnout/apa-itu"
    assert 0 < lines[0]["entries"][0]["score"] <= 1
    assert all(set(line) == {"question", "decision", "entries", "ms"} for line in lines)


def test_ask_group_is_silent_on_chatter_and_answers_open_questions() -> None:
    lines = [
        "wkwkwk relate bgt",
        "kenapa sih file yg lolos di satu situs bisa ditolak di situs lain?",
        "@sari kamu pake npwp siapa?",
    ]
    result = run("ask", "--group", "--json", "-", given="\n".join(lines) + "\n")
    assert [json.loads(line)["decision"] for line in result.stdout.splitlines()] == ["silent", "answer", "silent"]


def test_ask_explain_shows_why(tmp_path: Path) -> None:
    result = run("ask", "--explain", "gmn cr dpt pinjeman bank")
    assert "terms:    bagaimana cara dapat pinjam bank" in result.stdout
    assert "1. pinjaman-bank/" in result.stdout
    assert "nearest:" in result.stdout


def test_check_tells_what_there_is() -> None:
    result = run("check")
    assert result.returncode == 0
    assert "9 articles, 56 entries" in result.stdout


def test_a_broken_knowledge_base_is_told_line_by_line(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "articles" / "burnout.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("intro:", "intor:"), encoding="utf-8")
    for command in (["check"], ["ask", "x"], ["run"]):
        result = run(*command, KNOWLEDGE_DIR=str(knowledge_dir), TELEGRAM_BOT_TOKEN="12345:x")
        assert result.returncode == 1
        assert "knowledge/id/articles/burnout.yaml:" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr


def test_evaluate_prints_a_table(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"q": "apa itu burnout", "accept": ["burnout/apa-itu"], "kind": "terse"}\n', encoding="utf-8")
    first = run("evaluate", str(path), cwd=tmp_path)
    assert "right 100.0%" in first.stdout
    assert "Calibration" in first.stdout
    assert "Since the last run" not in first.stdout
    path.write_text('{"q": "apa itu burnout", "accept": ["mitos/viral"], "kind": "terse"}\n', encoding="utf-8")
    second = run("evaluate", str(path), cwd=tmp_path)
    assert "q: apa itu burnout: right -> wrong" in second.stdout
    assert "1x mitos/viral -> burnout/apa-itu" in second.stdout


def test_chat_answers_in_the_terminal() -> None:
    result = run("chat", given="apa itu burnout\n")
    assert result.returncode == 0
    assert "Sumber: " in result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        (["run"], {"TELEGRAM_BOT_TOKEN": "12345:x", "TELEGRAM_API_URL": "http://127.0.0.1:9"}, 1, "cannot be reached"),
        (["run"], {"TELEGRAM_API_URL": "nonsense"}, 2, "TELEGRAM_API_URL"),
        (["evaluate", "gone.jsonl"], {}, 2, "gone.jsonl"),
        (["ask", "x", "--group", "--explain"], {}, 2, "--explain"),
        (["fly"], {}, 2, "invalid choice"),
        (["playground", "--port", "99999"], {}, 2, "a port is a number from 1 to 65535"),
    ],
    ids=["unreachable", "setting", "file", "options", "command", "port"],
)
def test_faults_end_in_a_sentence_and_an_exit_code(
    arguments: list[str], environment: dict[str, str], code: int, words: str
) -> None:
    result = run(*arguments, given="", cwd=ROOT, **environment)
    assert result.returncode == code
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_migrate_makes_the_tables_and_says_so(database_url: str) -> None:
    first, second = (run("migrate", DATABASE_URL=database_url) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "from nothing to" in first.stdout
    assert "had them already" in second.stdout


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1
    return lines[0]


def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(tmp_path: Path) -> None:
    url = "postgres://kawan:hidden@127.0.0.1:1/kawan"
    for command in ("run", "migrate"):
        result = run(command, TELEGRAM_BOT_TOKEN="1:x", DATABASE_URL=url, cwd=tmp_path)
        assert result.returncode == 1
        assert "cannot be used" in one_sentence(result)
        assert "hidden" not in result.stderr


def test_a_database_that_was_not_migrated_is_told(postgres_url: str) -> None:
    result = run("run", TELEGRAM_BOT_TOKEN="1:x", DATABASE_URL=postgres_url)
    assert result.returncode == 1
    assert "python -m bot migrate" in one_sentence(result)


def test_a_webhook_without_a_secret_is_told(tmp_path: Path) -> None:
    result = run("run", TELEGRAM_BOT_TOKEN="1:x", WEBHOOK_URL="https://bot.example", cwd=tmp_path)
    assert result.returncode == 2
    assert "WEBHOOK_SECRET" in one_sentence(result)
