"""A broken checklist is told in whole: each fault at its file and line, with what is wrong and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.content.loader import inspect_knowledge
from tests.content.broken import Broken

LOAN, BURNOUT, PRICES = "pinjaman", "burnout", "harga"
ENGLISH = "This is what you should have when there is not enough of it. "


def question(step_id: str) -> str:
    """One more step."""
    choices = '{ya: {label: "Ya"}, tidak: {label: "Tidak"}}'
    return f'\n  {step_id}:\n    kind: choice\n    ask: "Ya?"\n    help: "Pilih."\n    choices: {choices}\n'


KINDS = {
    "nothing to choose": Broken(
        LOAN,
        "\n  jenis:",
        "\n  bukti:",
        question("satu").replace(', tidak: {label: "Tidak"}', "") + "\n  bukti:",
        "there is nothing to choose in `satu`; give it at least 2 `choices`",
        at="  satu:",
    ),
    "choices of an amount": Broken(
        PRICES,
        "\n  modal:",
        "    skip:",
        '    choices: {a: {label: "Aa"}, b: {label: "Be"}}\n    skip:',
        "a step of kind `amount` has no `choices`; take it out, or make the step one of kind `choice` or `many`",
    ),
    "area of many": Broken(
        PRICES,
        "\n  strategi:",
        "    skip:",
        "    area: ai\n    skip:",
        "a step of kind `many` has no `area`; take it out, or make the step one of kind `choice`",
    ),
    "amounts of a choice": Broken(
        LOAN,
        "\n  npwp:",
        "    area:",
        "    of: [pendapatan]\n    area:",
        "a step of kind `choice` has no `of`; take it out, or make the step one of kind `rate`",
    ),
    "most of an amount": Broken(
        PRICES,
        "\n  modal:",
        "    skip:",
        "    most: 3\n    skip:",
        "a step of kind `amount` has no `most`; take it out, or make the step one of kind `amounts`",
    ),
    "rate without amounts": Broken(
        LOAN,
        "\n  kurs:",
        "    of: [pendapatan]\n",
        "",
        "`kurs` does not say which amounts need the rate, so it is never asked; name the steps of amounts in `of`",
        at="\n  kurs:",
    ),
    "rate of no step": Broken(
        LOAN, "\n  kurs:", "of: [pendapatan]", "of: [pendapat]", "`pendapat` is no step; did you mean `pendapatan`?"
    ),
    "rate of a later step": Broken(
        LOAN,
        "\n  kurs:",
        "of: [pendapatan]",
        "of: [pendapatan, npwp]",
        "`npwp` does not stand before `kurs`; move `npwp` above `kurs`",
    ),
    "rate of what is no money": Broken(
        LOAN,
        "\n  kurs:",
        "of: [pendapatan]",
        "of: [pendapatan, catatan]",
        "`catatan` is of kind `choice`, which is no money; name a step of kind `amount` or `amounts`",
    ),
    "two rates": Broken(
        LOAN,
        "\n  kurs:",
        "\n  npwp:",
        '\n  lain:\n    kind: rate\n    of: [pendapatan]\n    ask: "Berapa?"\n    help: "Tulis."\n\n  npwp:',
        "`kurs` asks for the rate already; delete it and name its steps in the `of` of `kurs`",
        at="  lain:",
    ),
    "places of an amount": Broken(
        PRICES,
        "\n  modal:",
        "    skip:",
        "    by_number: false\n    skip:",
        "a step of kind `amount` has no `by_number`; take it out, or make the step one of kind `choice` or `many`",
    ),
    "least over most": Broken(
        LOAN,
        "\n  pendapatan:",
        "most: 12",
        "most: 2",
        "`pendapatan` can never be answered: it takes at least 3 and at most 2 amounts; make `least` no more than",
        at="    least:",
    ),
}
CHOICES = {
    "one label twice": Broken(
        LOAN,
        "\n  kontrak:",
        'label: "Tidak ada"',
        'label: "ADA"',
        '"ADA" means `ada` as well as `tidak`; keep it at one of the two',
    ),
    "one saying twice": Broken(
        LOAN,
        "\n  kontrak:",
        '"ga ada"',
        '"Udah-ada"',
        '"Udah-ada" means `ada` as well as `tidak`; keep it at one of the two',
    ),
    "a choice like not answering": Broken(
        PRICES,
        "\n  rating:",
        'label: "Belum ada"',
        'label: "Belum tahu"',
        '"Belum tahu" means `skip` as well as `belum`; keep it at one of the two',
    ),
    "strategy without its reason": Broken(
        PRICES,
        "\n      niche:",
        "        why:",
        "        # why:",
        "the strategy `niche` lacks `why`; add it",
        at="      niche:",
    ),
    "strategy for no area": Broken(
        PRICES, "\n      niche:", "{persaingan: 3", "{persaing: 3", "`persaing` is no area; did you mean `persaingan`?"
    ),
    "strategy where none is recommended": Broken(
        PRICES,
        "\n      bagus:",
        '        label: "Bagus"\n',
        '        label: "Bagus"\n        why: "Karena bagus."\n',
        "`why` is never shown: `rating` is not the step that `recommend` names; take it out",
        at="        why:",
    ),
}
LENGTHS = {
    "two choices for one length": Broken(
        LOAN,
        "\n  catatan:",
        "months: {from: 3, to: 11}",
        "months: {from: 3, to: 12}",
        "12 months mean `setahun` as well as `beberapa`; let one begin after the other ends",
    ),
    "two choices without end": Broken(
        LOAN,
        "\n  catatan:",
        "months: {from: 3, to: 11}",
        "months: {from: 13}",
        "13 months mean `setahun` as well as `beberapa`; let one begin after the other ends",
    ),
    "a length upside down": Broken(
        LOAN,
        "\n  catatan:",
        "months: {from: 3, to: 11}",
        "months: {from: 11, to: 3}",
        "no number goes from 11 to 3; swap the two numbers",
    ),
    "lengths of several choices": Broken(
        PRICES,
        "\n      niche:",
        '        label: "Niche yang spesifik"\n',
        '        label: "Niche yang spesifik"\n        months: {from: 3}\n',
        "a length of time is not read where a step is of kind `many`; take it out, or make the step one",
        at="        months:",
    ),
}
NAMES = {
    "no such door": Broken(PRICES, "\ndoor:", "pintu", "pinto", "`pinto` is no step; did you mean `pintu`?"),
    "door of the wrong kind": Broken(
        PRICES, "\ndoor:", "pintu", "strategi", "`strategi` is a step of kind `many`; name one of kind `choice`"
    ),
    "income that is no amounts": Broken(
        LOAN, "\nincome:", "pendapatan", "npwp", "`npwp` is a step of kind `choice`; name one of kind `amounts`"
    ),
    "campaign without its step": Broken(
        PRICES, "\ncampaign:", "click: klik", "click: klk", "`klk` is no step; did you mean `klik`?"
    ),
    "campaign with money for orders": Broken(
        PRICES,
        "\ncampaign:",
        "orders: order",
        "orders: harga",
        "`harga` is a step of kind `amount`; name one of kind `orders`",
    ),
    "no such step to recommend from": Broken(
        PRICES, "\nrecommend:", "step: strategi", "step: strategy", "`strategy` is no step; did you mean `strategi`?"
    ),
    "two steps with one button key": Broken(
        LOAN,
        "\n  kontrak:",
        "\n  bank:",
        f"{question('tanya-228')}{question('tanya-8174')}\n  bank:",  # a pair that was searched for
        "`tanya-8174` and `tanya-228` share one button key; rename either of them",
        at="  tanya-8174:",
    ),
    "tips without a plan": Broken(
        PRICES,
        "\nareas:",
        "entry: perang-harga/ai}",
        'entry: perang-harga/ai, tips: [{day: "Besok", text: "Coba saja.", entry: perang-harga/ai}]}',
        "tips are never shown without a `plan`; add a `plan`",
    ),
}
FIGURES = {
    "no such figure": Broken(
        PRICES,
        "\nadvice:",
        "price: {to: 10}",
        "prise: {to: 10}",
        "`prise` is no figure of this checklist; did you mean `price`?",
    ),
    "a total where there is none": Broken(
        PRICES, "\nadvice:", "ai: {from: 60}", "total: {from: 60}", "`total` is no figure of this checklist; check its"
    ),
    "a campaign where there is none": Broken(
        LOAN, "\nadvice:", "laporan: {from: 75}", "profit: {from: 75}", "`profit` is no figure of this checklist; check"
    ),
    "a band without bounds": Broken(
        LOAN,
        "\nadvice:",
        "laporan: {from: 75}",
        "laporan: {}",
        "this says nothing about the figure; add `from`, `to` or both",
    ),
    "a band upside down": Broken(
        LOAN,
        "\nadvice:",
        "laporan: {from: 75}",
        "laporan: {from: 75, to: 40}",
        "no number goes from 75 to 40; swap the two numbers",
    ),
    "a score that nobody has": Broken(
        LOAN,
        "\nadvice:",
        "laporan: {from: 75}",
        "laporan: {from: 175}",
        "a score lies between 0 and 100, so this never holds; use numbers between 0 and 100",
    ),
}
ENTRIES = {
    "of an area": Broken(
        BURNOUT, "\nareas:", "    entry: burnout/istirahat", "    entry: burnout/istirahatt", "`burnout/istirahatt`"
    ),
    "of a tip": Broken(
        BURNOUT, "      - day:", "entry: burnout/istirahat", "entry: burnout/istirahatt", "`burnout/istirahatt` is no"
    ),
    "of a step": Broken(
        LOAN, "\n  npwp:", "entry: pinjaman-bank/npwp-pajak", "entry: pinjaman-bank/npwp", "`pinjaman-bank/npwp` is no"
    ),
    "of a task": Broken(
        LOAN, "\n    task:", "pinjaman-bank/rekening-aktif", "pinjaman-bank/rekening", "`pinjaman-bank/rekening` is no"
    ),
    "of a strategy": Broken(
        PRICES, "\n      niche:", "entry: perang-harga/niche", "entry: perang-harga/nice", "`perang-harga/nice` is no"
    ),
    "of advice": Broken(
        LOAN, "\nadvice:", "entry: pinjaman-bank/agunan", "entry: pinjaman-bank/agunans", "`pinjaman-bank/agunans` is"
    ),
}
WORDING = {
    "question": Broken(LOAN, "\n  npwp:", 'ask: "', f'ask: "{ENGLISH}" # "', "this reads as English (this, is, what)"),
    "help": Broken(LOAN, "\n  npwp:", 'help: "', f'help: "{ENGLISH}" # "', "this reads as English (this, is, what)"),
    "reason": Broken(
        LOAN, "\n  npwp:", 'reason: "', f'reason: "{ENGLISH}" # "', "this reads as English (this, is, what)"
    ),
    "action": Broken(
        LOAN, "\n    task:", 'action: "', f'action: "{ENGLISH}" # "', "this reads as English (this, is, what)"
    ),
    "tip": Broken(BURNOUT, "- day:", 'text: "', f'text: "{ENGLISH}" # "', "this reads as English (this, is, what)"),
    "advice": Broken(LOAN, "\nadvice:", 'text: "', f'text: "{ENGLISH}" # "', "this reads as English (this, is, what)"),
    "note": Broken(LOAN, "\nnote:", 'note: "', f'note: "{ENGLISH}" # "', "this reads as English (this, is, what)"),
}


def each(group: str, table: dict[str, Broken]) -> list[object]:
    """The table as parameters."""
    return [pytest.param(broken, id=f"{group}: {name}") for name, broken in table.items()]


@pytest.mark.parametrize(
    "broken",
    [
        *each("kinds", KINDS),
        *each("choices", CHOICES),
        *each("lengths", LENGTHS),
        *each("names", NAMES),
        *each("figures", FIGURES),
        *each("entry", ENTRIES),
        *each("English", WORDING),
    ],
)
def test_a_fault_of_a_checklist_is_told_with_its_place_and_cure(knowledge_dir: Path, broken: Broken) -> None:
    assert broken.told(knowledge_dir) == []


def test_the_real_checklists_have_no_fault(knowledge_dir: Path) -> None:
    assert [
        problem for problem in inspect_knowledge(knowledge_dir)[1] if problem.path.parent.name == "checklists"
    ] == []


def test_an_area_that_no_plan_can_be_made_for_is_told(knowledge_dir: Path) -> None:
    area = '  baru: {label: "Baru", entry: burnout/apa-itu}\n\nsteps:'
    broken = Broken(BURNOUT, "\nareas:", "\nsteps:", area, "the plan has nothing for `baru`; add `tips`")
    assert ["no step gives points to the area `baru`" in line for line in broken.told(knowledge_dir)] == [True]


def test_a_result_that_can_outgrow_one_message_is_told(knowledge_dir: Path) -> None:
    path = knowledge_dir / "id" / "checklists" / f"{BURNOUT}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for step in data["steps"].values():
        step["choices"]["selalu"]["reason"] = "kamu selalu " + "capek " * 30
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    [problem] = inspect_knowledge(knowledge_dir)[1]
    assert (problem.path.name, problem.line) == ("burnout.yaml", 1)
    assert re.fullmatch(r"the result can become 4\d{3} characters long, and one message holds 4096", problem.what)
    assert problem.cure == "shorten reasons, actions, tips or advice, or drop some"


def test_a_length_without_bounds_is_told(knowledge_dir: Path) -> None:
    broken = Broken(LOAN, "\n  catatan:", "{from: 3, to: 11}", "{}", "this says nothing about the figure; add `from`,")
    assert ["0 months mean" in line or "12 months mean" in line for line in broken.told(knowledge_dir)]


def test_every_fault_of_every_checklist_is_told_at_once(knowledge_dir: Path) -> None:
    for broken in (
        KINDS["rate of no step"],
        CHOICES["one label twice"],
        FIGURES["no such figure"],
        NAMES["no such door"],
    ):
        broken.told(knowledge_dir)
    assert len(inspect_knowledge(knowledge_dir)[1]) == 4


def test_a_checklist_that_cannot_be_read_does_not_bury_its_fault(knowledge_dir: Path) -> None:
    message = "`not`: no such field is known here; check its spelling (known: title,"
    others = Broken(LOAN, "\nnote:", "note:", "not:", message).told(knowledge_dir)
    path = f"knowledge/id/checklists/{LOAN}.yaml:"
    assert [line.startswith(path) and "`note`: this required field is missing" in line for line in others] == [True]
