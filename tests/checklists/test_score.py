"""What answers add up to: bounds, monotone scores, worked loan cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.past import kept, read_past
from bot.checklists.result import Result
from bot.checklists.score import result_of
from bot.checklists.walk import Walk, way
from bot.content.checklist import Kind
from tests.checklists.test_walk import CHECKLISTS, by_name, walked


@by_name
@given(data=st.data(), steps=st.integers(0, 40))
def test_every_score_lies_within_0_and_100(name: str, data: st.DataObject, steps: int) -> None:
    result = result_of(CHECKLISTS[name], walked(CHECKLISTS[name], data, steps).answers)
    assert all(0 <= one.score <= 100 for one in result.areas)
    assert result.total is None or 0 <= result.total <= 100


@by_name
@given(data=st.data())
def test_a_better_answer_never_lowers_a_score(name: str, data: st.DataObject) -> None:
    checklist = CHECKLISTS[name]
    walk = walked(checklist, data)
    scored = [step for step in way(checklist, walk.answers) if step.kind is Kind.CHOICE and step.area]
    if not scored:
        return
    step = data.draw(st.sampled_from(scored))
    now = step.by_id[walk.answers[step.id]].points
    better = [choice.id for choice in step.choices if choice.points >= now]
    before = result_of(checklist, walk.answers)
    after = result_of(checklist, {**walk.answers, step.id: data.draw(st.sampled_from(better))})
    scores = {one.area.id: one.score for one in after.areas}
    assert all(scores[one.area.id] >= one.score for one in before.areas)
    assert before.total is None or (after.total or 0) >= before.total


@by_name
def test_the_best_and_the_worst_answers_reach_both_ends(name: str) -> None:
    checklist = CHECKLISTS[name]
    door = {checklist.door: "perang"} if checklist.door else {}
    for pick, score in ((max, 100), (min, 0)):
        answers: dict[str, Any] = dict(door)
        for _ in checklist.steps:
            for step in way(checklist, answers):
                if step.id not in answers and step.kind is Kind.CHOICE:
                    answers[step.id] = pick(step.choices, key=lambda choice: choice.points).id
        result = result_of(checklist, answers)
        assert {one.score for one in result.areas} == {score}
        assert result.total in (None, score)


@by_name
@given(data=st.data())
def test_a_result_is_kept_and_read_again(name: str, data: st.DataObject) -> None:
    result = result_of(CHECKLISTS[name], walked(CHECKLISTS[name], data).answers)
    past = read_past(kept(result), 5.0)
    assert past
    assert (past.at, past.door, past.total) == (5.0, result.door, result.total)
    assert past.areas == {one.area.id: one.score for one in result.areas}
    assert past.per_100 == (result.promotion.per_100 if result.promotion else None)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"v": 99}', '{"v": 1}', '{"v": 1, "areas": 3}', "null"])
def test_a_kept_result_that_is_not_understood_is_left_out(text: str) -> None:
    assert read_past(text, 1.0) is None


LOAN = {
    "rekening-satu": "semua",
    "rekening-lama": "setahun",
    "catatan": "setahun",
    "pendapatan": None,
    "npwp": "punya",
    "lapor-pajak": "rutin",
    "agunan": "tidak",
    "jenis": "belum-tahu",
    "bukti": "lengkap",
    "kontrak": "tidak",
    "bank": "sudah",
}


def loan(**changed: Any) -> Result:
    return result_of(CHECKLISTS["pinjaman"], {**LOAN, **{name.replace("_", "-"): one for name, one in changed.items()}})


UNREADY = {
    "rekening-satu": "campur",
    "catatan": "belum",
    "npwp": "belum",
    "agunan": "tidak",
    "jenis": "tanpa-agunan",
    "bukti": "belum",
    "kontrak": "tidak",
    "bank": "belum",
}
HALFWAY = {
    "rekening-satu": "sebagian",
    "rekening-lama": "beberapa",
    "catatan": "baru",
    "npwp": "proses",
    "agunan": "ragu",
    "jenis": "belum-tahu",
    "bukti": "sebagian",
    "kontrak": "ada",
    "bank": "cari",
}


@pytest.mark.parametrize(
    ("answers", "areas", "total", "advice"),
    [
        # 160/160, 100/100, 200/200, (100+60)/180 = 89, 0: 25 + 25 + 20 + 0.89x15 = 13.35: 83. Tidy: KTA may be tried.
        (LOAN, (100, 100, 100, 89, 0), 83, 1),
        # The same, but a loan with collateral in mind: KTA first, before anything is pledged.
        ({**LOAN, "jenis": "beragunan"}, (100, 100, 100, 89, 0), 83, 0),
        # Papers ready as well: 15 more.
        ({**LOAN, "agunan": "siap"}, (100, 100, 100, 89, 100), 98, 1),
        # Nothing yet, no collateral: build the record first.
        (UNREADY, (0, 0, 0, 0, 0), 0, 6),
        # Nothing but papers: 15; KTA in mind, so tidy up, or weigh a loan with collateral.
        ({**UNREADY, "agunan": "siap"}, (0, 0, 0, 0, 100), 15, 2),
        # (50+40)/160 = 56, 40, 40/200 = 20, (50+20+30)/180 = 56, 50: 14 + 10 + 4 + 8.4 + 7.5 = 43.9. Papers unsure.
        (HALFWAY, (56, 40, 20, 56, 50), 44, 4),
        # NPWP without reports: 100/200 = 50, so 10 less than the first; not tidy enough, no papers.
        ({**LOAN, "lapor-pajak": "belum"}, (100, 100, 50, 89, 0), 73, 6),
    ],
    ids=["tidy", "tidy, collateral in mind", "tidy with papers", "nothing", "only papers", "halfway", "no reports"],
)
def test_worked_cases_of_loan_readiness(
    answers: dict[str, Any], areas: tuple[int, ...], total: int, advice: int
) -> None:
    checklist = CHECKLISTS["pinjaman"]
    result = result_of(checklist, answers)
    assert tuple(one.score for one in result.areas) == areas
    assert result.total == total
    assert result.advice[0] == checklist.advice[advice]


def test_tasks_are_done_by_their_best_answers_and_each_open_one_has_an_action() -> None:
    ready, unready = loan(), loan(npwp="belum", rekening_satu="campur")
    assert [one.step_id for one in ready.tasks if one.done].count("npwp") == 1
    waiting = {one.step_id: one.task for one in unready.tasks if not one.done}
    assert {"npwp", "rekening-satu"} <= waiting.keys()
    assert all(task.action and task.entry_id for task in waiting.values())


def test_income_shows_average_trend_and_steadiness() -> None:
    # 4, 5 and 6 million: 5 on average, up by 1 a month, which is a fifth of it.
    result = loan(pendapatan=[[4e6, "IDR"], [5e6, "IDR"], [6e6, "IDR"]])
    assert result.income
    assert result.income.average == 5e6
    assert result.income.trend == pytest.approx(0.2)
    assert loan().income is None


BURNOUT = {step.id: "tidak-pernah" for step in CHECKLISTS["burnout"].steps}


def test_the_plan_is_for_the_two_themes_that_press_most() -> None:
    checklist = CHECKLISTS["burnout"]
    answers = dict(BURNOUT)
    for area, choice in ((checklist.areas[1].id, "selalu"), (checklist.areas[4].id, "sering")):
        for step in checklist.steps:
            if step.area == area:
                answers[step.id] = choice
    result = result_of(checklist, answers)
    assert [area.id for area, _ in result.plan] == [checklist.areas[1].id, checklist.areas[4].id]
    assert all(tip.entry_id.startswith("burnout/") for _, tips in result.plan for tip in tips)
    assert result.total is None, "no single verdict on a person"


def test_no_plan_where_nothing_presses() -> None:
    result = result_of(CHECKLISTS["burnout"], BURNOUT)
    assert result.plan == ()
    assert not result.plan


def test_three_unused_strategies_are_recommended_by_what_presses() -> None:
    checklist = CHECKLISTS["harga"]
    tight = {step.id: max(step.choices, key=lambda choice: choice.points).id for step in checklist.steps if step.area}
    answers: dict[str, Any] = {"pintu": "perang", **tight, "strategi": ["niche"]}
    result = result_of(checklist, answers)
    assert len(result.recommended) == 3
    assert "niche" not in {one.choice.id for one in result.recommended}
    assert [choice.id for choice in result.used] == ["niche"]
    assert all(one.answers and one.choice.why and one.choice.action for one in result.recommended)


def test_each_door_of_the_price_check_shows_only_its_own() -> None:
    checklist = CHECKLISTS["harga"]
    door = result_of(checklist, {"pintu": "promote"})
    assert door.areas == ()
    assert door.recommended == ()
    assert all(name in {step.id for step in way(checklist, {"pintu": "promote"})} for name in ("harga", "klik"))


@pytest.mark.parametrize(
    ("price", "cost", "orders", "click", "per_100"),
    [
        # 20 a piece, 5 spent on it: 15 each. 4 orders of 100 clicks at 0.30: 60 - 30 = 30.
        (20, 5, 0.04, 0.30, 30.0),
        # 5 a piece, 2 spent: 3 each. 2 orders of 100 clicks at 0.20: 6 - 20 = -14.
        (5, 2, 0.02, 0.20, -14.0),
        # 50 a piece, 20 spent: 30 each. 1 order of 100 clicks at 0.30: 30 - 30 = 0, just even.
        (50, 20, 0.01, 0.30, 0.0),
    ],
    ids=["gain", "loss", "even"],
)
def test_worked_cases_of_paid_promotion(price: float, cost: float, orders: float, click: float, per_100: float) -> None:
    answers = {
        "pintu": "promote",
        **{name: [[value, "USD"]] * 2 for name, value in (("harga", price), ("modal", cost), ("klik", click))},
        "order": [orders, orders],
    }
    found = result_of(CHECKLISTS["harga"], answers).promotion
    assert found
    assert found.per_100
    assert found.per_100.low == found.per_100.high == pytest.approx(per_100, abs=1e-9)


def test_a_walk_without_answers_has_a_result_of_nothing() -> None:
    result = result_of(CHECKLISTS["pinjaman"], Walk().answers)
    assert result.total == 0
    assert not any(one.done for one in result.tasks)
