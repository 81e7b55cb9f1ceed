"""A specification's key stands for the picture."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import pytest

from bot.charts import specs
from tests.charts.samples import BREAK_EVEN, EVERYDAY


@pytest.mark.parametrize("name", EVERYDAY)
def test_equal_specifications_share_a_key_of_32_hex_digits(name: str) -> None:
    spec = EVERYDAY[name]
    key = replace(spec).key()
    assert key == spec.key()
    assert len(key) == 32
    assert int(key, 16) >= 0


@pytest.mark.parametrize("name", EVERYDAY)
def test_every_field_counts_in_the_key(name: str) -> None:
    spec = EVERYDAY[name]
    changed: list[str] = []
    for field in fields(spec):
        value = getattr(spec, field.name)
        other: Any = (not value) if isinstance(value, bool) else ("other" if isinstance(value, str) else None)
        changed.append(replace(spec, **{field.name: other}).key())
    assert len({spec.key(), *changed}) == len(changed) + 1


def test_the_key_is_the_same_in_another_process() -> None:
    program = "from tests.charts.samples import BREAK_EVEN; print(BREAK_EVEN.key())"
    seeds = ("1", "2")
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in seeds
    }
    assert told == {BREAK_EVEN.key()}


def test_another_drawing_version_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = BREAK_EVEN.key()
    monkeypatch.setattr(specs, "DRAWING", specs.DRAWING + 1)
    assert BREAK_EVEN.key() != before


@pytest.mark.parametrize("name", EVERYDAY)
def test_specifications_can_be_kept_in_a_set(name: str) -> None:
    assert {EVERYDAY[name], replace(EVERYDAY[name])} == {EVERYDAY[name]}


def test_making_a_specification_and_its_key_does_not_load_pillow() -> None:
    program = "import sys, bot.charts.draw as d; d.Bars('', '', (), True).key(); print('PIL' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
