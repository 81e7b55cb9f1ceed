"""People who walk checklists in tests: they press the label that they are told, or the first one."""

from __future__ import annotations

from bot.content.checklist import Kind
from bot.content.library import Library
from tests.talk import Talk

LOAN = (
    "Semua ke satu rekening",
    "Setahun atau lebih",
    "3-11 bulan",
    "4jt 5jt 6jt",
    "Belum punya",
    "Tidak ada",
    "Belum tahu",
    "Lengkap",
    "Tidak ada",
    "Masih cari",
)
"""Answers to /pinjaman: labels of buttons, and one typed message."""


async def walk(talk: Talk, answers: tuple[str, ...]) -> None:
    """Answer step by step; what is no label is typed."""
    for answer in answers:
        if any(answer in label for label in talk.labels):
            await talk.press(answer)
        else:
            await talk.say(answer)


async def start(talk: Talk, name: str) -> None:
    """Open a checklist and begin."""
    await talk.say(f"/{name}")
    await talk.press("Mulai")


async def finish_burnout(talk: Talk, library: Library, label: str = "Sering") -> None:
    """The whole burnout check with one answer throughout."""
    await start(talk, "burnout")
    checklist = library.checklist("burnout")
    assert checklist
    for step in checklist.steps:
        assert step.kind is Kind.CHOICE
        await talk.press(label)
