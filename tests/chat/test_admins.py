"""Who administers a group: asked of Telegram once in five minutes, and anew after a change."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.chat import admins
from bot.chat.admins import REMEMBERED_FOR, Admins
from bot.chat.knowledge import Knowledge
from tests.chat.guests import Guest, visiting
from tests.chat.scenes import refusing
from tests.clock import Clock


@pytest.fixture
async def group(knowledge: Knowledge) -> AsyncIterator[Guest]:
    async with visiting(knowledge) as sari:
        yield sari


class Asker:
    """Asks whether people are admins, and counts how often Telegram was asked."""

    def __init__(self, group: Guest) -> None:
        self.group = group
        self.clock = Clock()
        self.admins = Admins(self.clock)

    async def has(self, person: Guest) -> bool:
        return await self.admins.has(self.group.desk.app.bot, self.group.chat.id, person.person.id)

    @property
    def asked(self) -> int:
        return sum(call.method == "getChatMember" for call in self.group.request.calls)


@pytest.mark.parametrize(
    ("status", "is_admin"),
    [("creator", True), ("administrator", True), ("member", False), ("left", False), ("kicked", False)],
)
async def test_owners_and_administrators_are_admins(group: Guest, status: str, is_admin: bool) -> None:
    asker = Asker(group)
    assert await asker.has(group.beside("Bu Rina", status=status)) is is_admin


async def test_it_is_remembered_for_five_minutes(group: Guest) -> None:
    asker, boss = Asker(group), group.beside("Bu Rina", status="administrator")
    for _ in range(3):
        assert await asker.has(boss)
    assert asker.asked == 1
    group.chat.set_member(boss.person, "member")
    asker.clock.pass_by(REMEMBERED_FOR - 1)
    assert await asker.has(boss)
    asker.clock.pass_by(1)
    assert not await asker.has(boss)
    assert asker.asked == 2


async def test_people_and_groups_are_told_apart_and_a_change_counts_at_once(group: Guest) -> None:
    asker, boss = Asker(group), group.beside("Bu Rina", status="administrator")
    assert await asker.has(boss)
    assert not await asker.has(group)
    other = group.desk.world.group("Grup lain")
    assert not await asker.admins.has(group.desk.app.bot, other.id, boss.person.id)
    group.chat.set_member(boss.person, "member")
    asker.admins.forget(other.id)
    assert await asker.has(boss)
    asker.admins.forget(group.chat.id)
    assert not await asker.has(boss)


@pytest.mark.parametrize(
    ("code", "description"),
    [(400, "Bad Request: PARTICIPANT_ID_INVALID"), (403, "Forbidden: bot is not a member of the supergroup chat")],
)
async def test_whom_telegram_does_not_tell_about_is_no_admin_and_is_asked_about_again(
    group: Guest, code: int, description: str
) -> None:
    asker, boss = Asker(group), group.beside("Bu Rina", status="administrator")
    with refusing(group.request, "getChatMember", code, description), capture_logs() as logs:
        assert not await asker.has(boss)
    assert [entry["log_level"] for entry in logs] == ["info"]
    assert await asker.has(boss)


async def test_it_does_not_remember_people_without_end(group: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admins, "_MOST", 5)
    asker = Asker(group)
    for number in range(20):
        await asker.has(group.beside(f"Anggota {number}"))
    assert len(asker.admins._known) <= 5
