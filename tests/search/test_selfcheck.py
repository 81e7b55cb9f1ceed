"""The check asks every phrasing, and warns of what a learned one breaks; a warning is no problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.content.library import Library, Phrasing
from bot.search.decide import Decision
from bot.search.engine import Search, Verdict
from bot.search.selfcheck import check_questions
from tests.content.test_learned import PHRASINGS, written
from tests.search.test_harm import MINE, SAMPLE, THEIRS, THIRD, Fixed, answer, learned
from tests.test_command_line import run

DOUBLE = PHRASINGS.replace("burnout/istirahat", "promote-gig/efektif-atau-tidak").replace(
    "boleh hiatus sebulan penuh nggak kalau sudah mentok", "CPC, fiverr"
)


def test_the_check_warns_where_a_learned_phrasing_broke_one_of_the_files(library: Library) -> None:
    taught = learned("CPC, fiverr", "promote-gig/efektif-atau-tidak", 5)
    asked = replace(library, phrasings=(*library.phrasings, taught))
    problems, warnings = check_questions(asked, Search(asked))
    assert problems == []
    assert [(warning.path.name, warning.line) for warning in warnings] == [("learned.yaml", 5)]
    assert 'the question "CPC fiverr" (knowledge/id/questions/promote-gig.yaml:' in warnings[0].what


def test_a_learned_phrasing_that_another_entry_answers_is_a_problem_itself(library: Library) -> None:
    few = (*library.phrasings[:2], learned("x", MINE, 5))
    problems, _ = check_questions(replace(library, phrasings=few), Fixed(answer(THEIRS)))
    assert [(problem.line, problem.what) for problem in problems if problem.path.name == "learned.yaml"] == [
        (5, 'the question "x" is answered by `sejarah/era-ai`')
    ]


def test_a_phrasing_of_the_files_that_failed_before_is_a_problem_as_ever(library: Library) -> None:
    wrong = Phrasing("apa gejala burnout yang paling umum ya kak", "sejarah/era-ai", "questions/sejarah.yaml", 7)
    known = replace(wrong, entry_id="burnout/apa-itu", text="apa gejala burnout yang paling umum ya, kak?", line=8)
    few = (*library.phrasings[:300], known, wrong, learned("cuaca besok gimana", THIRD, 5))
    asked = replace(library, phrasings=few)
    problems, warnings = check_questions(asked, Search(asked))
    assert ("questions/sejarah.yaml", 7) in [(problem.path.as_posix(), problem.line) for problem in problems]
    assert [warning for warning in warnings if warning.path.name == "sejarah.yaml"] == []


def test_where_nothing_was_learned_no_sample_is_asked(library: Library) -> None:
    search = Fixed(Verdict(Decision.UNKNOWN))
    few = replace(library, phrasings=library.phrasings[:3])
    assert check_questions(few, search, [SAMPLE]) == ([], [])
    assert search.asked == [one.text for one in few.phrasings]


def test_the_command_prints_a_warning_and_still_says_ok(knowledge_dir: Path, tmp_path: Path) -> None:
    written(knowledge_dir, DOUBLE)
    result = run("check", "--samples", str(tmp_path), KNOWLEDGE_DIR=str(knowledge_dir))
    assert result.returncode == 0, result.stderr
    warning, told = result.stdout.splitlines()
    assert warning.startswith('warning: knowledge/id/learned.yaml:4: because of the learned phrasing "CPC, fiverr"')
    assert told.startswith("OK: ")


def test_the_command_tells_problems_of_learned_yaml_like_any_other(knowledge_dir: Path) -> None:
    written(knowledge_dir, DOUBLE.replace("version: 3", "version: x"))
    result = run("check", KNOWLEDGE_DIR=str(knowledge_dir))
    assert result.returncode == 1
    assert result.stdout.startswith("knowledge/id/learned.yaml:1: `version`: a whole number is expected here")
    assert run("check", "--samples", "gone", KNOWLEDGE_DIR=str(knowledge_dir.parent / "knowledge")).returncode == 1


def test_what_was_learned_is_asked_for_at_once(knowledge_dir: Path) -> None:
    written(knowledge_dir, PHRASINGS.replace("boleh hiatus sebulan penuh nggak kalau sudah mentok", "zubab kribo"))
    result = run("ask", "zubab kribo?", KNOWLEDGE_DIR=str(knowledge_dir))
    assert result.stdout.startswith("Bolehkah rehat dulu")
