"""A group with topics: who speaks there, where the bot answers, who may press what, and the way into a private chat."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.playground.page.browser.browsing import App, key

pytestmark = pytest.mark.asyncio(loop_scope="package")

_SALES, _TALK = "Jualan & royalti", "Curhat"


async def asked(app: App) -> Locator:
    """What Sari is answered in a topic."""
    await app.open_group(_SALES)
    await app.say("pagi semua")
    return await app.ask("/tanya gimana cara ngadepin perang harga")


async def closed(app: App) -> str:
    """Close the alert that is open; what it said."""
    await expect(app.alert).to_be_visible()
    said = await app.alert.get_by_role("paragraph").inner_text()
    await app.alert.get_by_role("button").click()
    return said


async def test_the_bot_is_silent_until_asked_and_answers_in_the_topic_as_a_reply(app: App) -> None:
    answer = await asked(app)
    await expect(app.from_bot).to_have_count(1)
    quoted = answer.locator(".quoted")
    await expect(quoted).to_contain_text("Sari")
    await quoted.click()
    question = app.own.last
    await expect(question).to_be_focused()
    await expect(question).to_contain_text("/tanya gimana cara ngadepin perang harga")
    await app.topic(_TALK).click()
    await expect(app.log).not_to_contain_text("perang harga")
    await expect(app.messages).to_have_count(0)


async def test_only_whoever_asked_removes_the_answer(app: App) -> None:
    answer = await asked(app)
    await app.speak_as("Budi")
    await key(answer, "🗑 Hapus").click()
    assert "Cuma yang bertanya atau admin grup" in await closed(app)
    await expect(answer).to_be_visible()
    await app.speak_as("Sari")
    await key(answer, "🗑 Hapus").click()
    await expect(app.toast).to_have_text("Sudah kuhapus.")
    await expect(answer).to_have_count(0)


async def test_an_admin_changes_the_settings_and_others_are_told_that_they_may_not(app: App) -> None:
    await app.open_group(_SALES)
    await app.speak_as("Rina (admin)")
    settings = await app.ask("/pengaturan")
    await expect(settings).to_contain_text("Tempat bicara: di semua topik")
    await key(settings, "👂 Jawab tanpa dipanggil").click()
    assert "Jadikan aku admin grup" in await closed(app)
    await key(settings, "💬 Cuma bicara di topik ini").click()
    await expect(settings).not_to_contain_text("Tempat bicara: di semua topik")
    await app.speak_as("Budi")
    await key(settings, "✅ Selesai").click()
    assert "cuma bisa diubah admin grup" in await closed(app)
    await expect(settings).to_be_visible()


async def test_what_is_private_goes_on_in_the_private_chat_of_whoever_opens_it(app: App) -> None:
    await app.open_group(_SALES)
    await app.speak_as("Budi")
    answer = await app.ask("/burnout")
    await key(answer, "Buka chat pribadi").click()
    await expect(app.title).to_have_text("Kawan Freelance")
    await expect(app.log.locator(".message.own .text")).to_contain_text("/start burnout")
    await expect(app.from_bot.last).to_contain_text("Cek burnout")
    await expect(key(app.from_bot.last, "▶️ Mulai")).to_be_visible()
    await app.speak_as("Sari")
    await expect(app.start).to_be_visible()
