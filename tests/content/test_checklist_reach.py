"""What can never be asked or said in a checklist is told, and nothing else is."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checklists.walk import way
from bot.content.checklist_models import ChecklistModel, checklist_of
from bot.content.checklist_reach import Reach, clash
from tests.content.broken import Broken

LOAN, PRICES = "pinjaman", "harga"


def and_steps(**conditions: str) -> str:
    """The end of the steps after further ones, each by its id and condition."""
    written = "\n".join(
        f"""
  {step_id}:
    kind: choice
    when: {when}
    ask: "Sudah jelas?"
    help: "Pilih tombolnya."
    choices: {{sudah: {{label: "Sudah jelas"}}, lagi: {{label: "Belum jelas"}}}}
"""
        for step_id, when in conditions.items()
    )
    return f"{written}\nadvice:"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(
            Broken(
                LOAN,
                "\n  rekening-lama:",
                "{rekening-satu: [",
                "{rekening-sat: [",
                "`rekening-sat` is no step; did you mean `rekening-satu`?",
            ),
            id="condition on no step",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  rekening-lama:",
                "[semua,",
                "[semuanya,",
                "`semuanya` is no choice of `rekening-satu`; did you mean `semua`?",
            ),
            id="condition on no choice",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  lapor-pajak:",
                "{npwp: [punya]}",
                "{npwp: []}",
                "no choice of `npwp` is named, so this never holds; name at least one choice",
            ),
            id="condition without a choice",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  lapor-pajak:",
                "{npwp: [punya]}",
                "{lapor-pajak: [rutin]}",
                "`lapor-pajak` waits for itself, so it is never asked; name an earlier step",
            ),
            id="condition on itself",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  kontrak:",
                "kind: choice\n",
                "kind: choice\n    when: {bank: [sudah]}\n",
                "`bank` comes later, so `kontrak` is never asked; move `bank` above `kontrak`",
                at="    when: {bank",
            ),
            id="condition on a later step",
        ),
        pytest.param(
            Broken(
                LOAN,
                "\n  kontrak:",
                "kind: choice\n",
                "kind: choice\n    when: {pendapatan: [lengkap]}\n",
                "`pendapatan` has no choices that a condition could name; name a step of choice or many",
                at="    when: {pendapatan",
            ),
            id="condition on money",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nsteps:",
                "\nadvice:",
                and_steps(dua="{pintu: [perang], rating: [bagus]}"),
                "`dua` is never asked: its conditions ask for different choices of `pintu`; "
                "name choices of `pintu` that agree",
                at="    when: {pintu: [perang], rating",
            ),
            id="contradicting conditions",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nsteps:",
                "\nadvice:",
                and_steps(satu="{rating: [bagus]}", dua="{strategi: [niche]}", tiga="{satu: [sudah], dua: [lagi]}"),
                "`tiga` is never asked: its conditions ask for different choices of `pintu`; name choices",
                at="    when: {satu: [sudah]",
            ),
            id="contradiction along the chain",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\n  kurs:",
                "{pintu: [promote]}\n    of: [harga",
                "{pintu: [perang]}\n    of: [harga",
                "`kurs` is never asked: its amounts need other choices of `pintu`; change the `when` of either",
                at="    of: [harga",
            ),
            id="rate that no amount needs",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\n  klik:",
                "{pintu: [promote]}",
                "{pintu: [perang]}",
                "`klik` is never asked where `kurs` could be: they need different `pintu`; take it out, or change",
                at="    of: [harga",
            ),
            id="rate that one amount never needs",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nadvice:",
                "rating: [belum]",
                "strategi: [niche]",
                "this advice is never said: its conditions ask for different choices of `pintu`; name choices",
            ),
            id="advice that contradicts itself",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nadvice:",
                "rating: [belum]",
                "ratin: [belum]",
                "`ratin` is no step; did you mean `rating`?",
            ),
            id="advice on no step",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\nadvice:",
                "rating: [belum]",
                "rating: [blum]",
                "`blum` is no choice of `rating`; did you mean `belum`?",
            ),
            id="advice on no choice",
        ),
        pytest.param(
            Broken(
                PRICES,
                "\n  # Promote Gig: putusan.",
                "  - group: vonis\n",
                '  - group: vonis\n    when: {price: {to: 20}}\n    text: "Tahan dulu."\n'
                "    entry: promote-gig/alternatif\n  - group: vonis\n",
                "this advice is never said: an earlier one of the group `vonis` always holds before it; move it up",
                at="  - group: vonis\n    when: {pintu: [promote], price: {to: 10}}",
            ),
            id="advice behind one that always holds",
        ),
    ],
)
def test_what_can_never_happen_is_told_with_its_place_and_cure(knowledge_dir: Path, broken: Broken) -> None:
    assert broken.told(knowledge_dir) == []


def test_a_step_behind_one_that_is_never_asked_says_which_to_mend(knowledge_dir: Path) -> None:
    conditions = and_steps(dua="{pintu: [perang], rating: [bagus]}", tiga="{dua: [sudah]}")
    message = "`tiga` is never asked: it follows `dua`, which never is; mend `dua` first"
    others = Broken(PRICES, "\nsteps:", "\nadvice:", conditions, message, at="    when: {dua:").told(knowledge_dir)
    assert ["`dua` is never asked" in line for line in others] == [True]


def _definition(conditions: list[dict[str, list[str]]], many: frozenset[int]) -> ChecklistModel:
    steps = {
        f"s{number}": {
            "kind": "many" if number in many else "choice",
            "ask": "Bagaimana?",
            "help": "Pilih saja.",
            "choices": {choice: {"label": choice * 2} for choice in "abc"},
            "when": when,
        }
        for number, when in enumerate(conditions)
    }
    return ChecklistModel.model_validate(
        {"title": "Coba", "label": "Coba", "emoji": "x", "intro": "Coba", "entries": ["a/b"], "steps": steps}
        | {"note": "Coba saja"}
    )


@st.composite
def _conditions(draw: st.DrawFn) -> list[dict[str, list[str]]]:
    """Conditions of four steps on the steps before them."""
    wanted = st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True)
    return [
        draw(st.dictionaries(st.sampled_from([f"s{before}" for before in range(number)]), wanted, max_size=3))
        if number
        else {}
        for number in range(4)
    ]


@settings(deadline=None)
@given(_conditions(), st.frozensets(st.integers(0, 3), max_size=2))
def test_a_step_counts_as_reachable_exactly_where_some_answers_reach_it(
    conditions: list[dict[str, list[str]]], many: frozenset[int]
) -> None:
    model = _definition(conditions, many)
    checklist, reach = checklist_of("coba", model), Reach(model)
    answers = [("abc", "ab", "bc", "ac", "a", "b", "c") if number in many else "abc" for number in range(4)]
    reached = {
        step.id
        for given_answers in product(*answers)
        for step in way(
            checklist,
            {f"s{number}": tuple(one) if number in many else one for number, one in enumerate(given_answers)},
        )
    }
    assert {step_id for step_id in model.steps if clash(reach.asked(step_id)) is None} == reached
