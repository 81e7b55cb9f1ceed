"""Points that do not add up in a checklist are told: weights, areas, levels, tasks, answers that cost points."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.checklists.score import result_of
from bot.content.checklist import Checklist
from bot.content.checklist_checks import check_checklists
from bot.content.checklist_models import ChecklistModel, checklist_of
from bot.content.source import Document
from bot.content.validate import Read
from tests.content.broken import Broken

LOAN, BURNOUT, PRICES = "pinjaman", "burnout", "harga"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(
            Broken(
                LOAN,
                "\nareas:",
                "weight: 25",
                "weight: 40",
                "the weights of the areas add up to 115, not to 100; 15 are too many",
                at="areas:",
            ),
            id="weights over a hundred",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\nareas:",
                "weight: 25",
                "weight: 5",
                "the weights of the areas add up to 80, not to 100; 20 more are needed",
                at="areas:",
            ),
            id="weights under a hundred",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nareas:",
                '"Persaingan ketat",',
                '"Persaingan ketat", weight: 20,',
                "a weight counts for nothing without a `total`; take it out, or add a `total`",
            ),
            id="weight without a total",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nareas:",
                "\nsteps:",
                '  baru: {label: "Baru", entry: perang-harga/ai}\n\nsteps:',
                "no step gives points to the area `baru`; add a step with `area: baru` and points, or delete the area",
            ),
            id="area without a step",
        ),
        pytest.param(
            Broken(
                BURNOUT,
                "\n  tanpa-jeda:",
                "area: istirahat",
                "area: istirahatt",
                "`istirahatt` is no area; did you mean `istirahat`?",
            ),
            id="no such area",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  kontrak:",
                "    area: bukti\n",
                "",
                "the points of `kontrak` count for nothing: it has no area; add its `area`, or take the points out",
                at="        points: 20",
            ),
            id="points without an area",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\n  strategi:",
                '        label: "Niche yang spesifik"\n',
                '        label: "Niche yang spesifik"\n        points: 5\n',
                "the points of `strategi` count for nothing: it has no area; take the points out",
                at="        points: 5",
            ),
            id="points of many",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\nlevels:",
                "{from: 0,",
                "{from: 10,",
                "the first level begins at 10, so a lower score has none; let it begin at 0",
            ),
            id="levels that begin late",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  levels:",
                "{from: 60,",
                "{from: 40,",
                "the level from 40 stands after the one from 40; sort the levels from low to high, each number once",
            ),
            id="levels of the total out of order",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  catatan:",
                "done: [beberapa, setahun]",
                "done: [beberap, setahun]",
                "`beberap` is no choice of `catatan`; did you mean `beberapa`?",
            ),
            id="task done by no choice",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  catatan:",
                "done: [beberapa, setahun]",
                "done: [beberapa, baru]",
                "`setahun` earns no less than what counts as done, but is not done itself; add `setahun`, or keep only",
            ),
            id="task not done by the best",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  npwp:",
                "done: [punya]",
                "done: [proses, punya]",
                "a tick answers with the first of `done`, and `proses` is not the best answer; put the answer with",
            ),
            id="tick that is not the best",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  npwp:",
                "done: [punya]",
                "done: [punya, proses, belum]",
                "every answer counts as done, so the task is never open; keep only the best answers in `done`",
            ),
            id="task that is always done",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  lapor-pajak:",
                "{npwp: [punya]}",
                "{npwp: [belum, punya]}",
                "`proses` of `npwp` is no worse an answer, but closes `lapor-pajak` and loses its points; "
                "add `proses` here: only the best answers may open a step with points",
            ),
            id="better answer that closes a step",
        ),
    ],
)
def test_points_that_do_not_add_up_are_told_with_place_and_cure(knowledge_dir: Path, broken: Broken) -> None:
    assert broken.told(knowledge_dir) == []


def scored(points: str, when: dict[str, list[str]] | None = None, area: str | None = "area") -> dict[str, Any]:
    """A step with choices a, b, c worth the digits of `points`."""
    choices = {name: {"label": name * 2, "points": int(digit)} for name, digit in zip("abc", points, strict=False)}
    step = {"kind": "choice", "ask": "Bagaimana?", "help": "Pilih saja.", "choices": choices, "when": when or {}}
    return {**step, "area": area} if area else step


def defined(*steps: dict[str, Any], area: str = "area", **changes: Any) -> ChecklistModel:
    """A checklist of these steps, s0 and on, and one area."""
    names = {"title": "Coba", "label": "Coba", "emoji": "x", "intro": "Coba", "note": "Coba saja", "entries": ["a/b"]}
    areas = {area: {"label": "Bagian", "entry": "a/b"}}
    numbered = {f"s{number}": step for number, step in enumerate(steps)}
    levels = [{"from": 0, "label": "rendah"}]
    return ChecklistModel.model_validate({**names, "areas": areas, "steps": numbered, "levels": levels, **changes})


def told(model: ChecklistModel) -> list[str]:
    """What the check says of it."""
    document = Document(Path("coba.yaml"))
    check_checklists({"coba": Read(model, document)})
    return [problem.what for problem in document.problems]


def test_a_definition_that_adds_up_is_left_alone() -> None:
    assert told(defined(scored("012"), scored("01", {"s0": ["b", "c"]}))) == []


def test_areas_need_levels_to_read_their_scores_by() -> None:
    assert told(defined(scored("01"), levels=[])) == ["the areas have scores, but no `levels` to read them by"]


@pytest.mark.parametrize("area", ["total", "price", "profit", "break-even", "per-100"])
def test_an_area_cannot_be_called_like_another_figure(area: str) -> None:
    assert told(defined(scored("01", area=area), area=area)) == [
        f"an area cannot be called `{area}`: advice means another figure by it"
    ]


def test_an_area_whose_steps_exclude_each_other_can_never_be_full() -> None:
    steps = (scored("00", area=None), scored("01", {"s0": ["a"]}), scored("01", {"s0": ["b"]}))
    assert told(defined(*steps)) == ["`area` can never reach 100: its steps need different choices of `s0`"]


def test_a_door_between_two_scored_steps_may_not_be_closed_by_a_better_answer() -> None:
    steps = (scored("122"), scored("00", {"s0": ["b"]}, area=None), scored("01", {"s1": ["a"]}))
    assert told(defined(*steps)) == ["`c` of `s0` is no worse an answer, but closes `s1` and loses its points"]


def test_a_better_answer_may_close_a_step_that_no_points_hang_on() -> None:
    assert told(defined(scored("012"), scored("00", {"s0": ["a"]}, area=None))) == []


@st.composite
def _steps(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Four steps, some without points, each opened by choices of up to two earlier ones."""
    steps = []
    for number in range(4):
        wanted = st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)
        earlier = st.sampled_from([f"s{before}" for before in range(number)] or ["s0"])
        when = draw(st.dictionaries(earlier, wanted, max_size=2)) if number else {}
        points = draw(st.sampled_from(["000", "012", "122", "021", "110"]))
        steps.append(scored(points, when, area="area" if points != "000" else None))
    return steps


@settings(deadline=None)
@given(_steps())
def test_where_nothing_is_told_a_better_answer_never_lowers_a_score(steps: list[dict[str, Any]]) -> None:
    model = defined(*steps)
    assume(any("area" in step for step in steps) and not told(model))
    checklist = checklist_of("coba", model)
    scores = {answers: _score(checklist, answers) for answers in product("abc", repeat=len(steps))}
    for answers, (number, better) in product(scores, product(range(len(steps)), "abc")):
        choices = checklist.steps[number].by_id
        if checklist.steps[number].area and choices[better].points >= choices[answers[number]].points:
            assert scores[(*answers[:number], better, *answers[number + 1 :])] >= scores[answers]


def _score(checklist: Checklist, answers: tuple[str, ...]) -> int:
    areas = result_of(checklist, {f"s{number}": answer for number, answer in enumerate(answers)}).areas
    return areas[0].score if areas else 0
