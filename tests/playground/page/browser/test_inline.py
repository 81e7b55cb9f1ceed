"""Inline mode in the input line: the list comes as one types, and a result becomes a message by way of the bot."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.playground.page.browser.browsing import App, key

pytestmark = pytest.mark.asyncio(loop_scope="package")

_BOT = "@kawan_freelance_bot"


async def test_the_list_comes_as_one_types_and_changes_with_what_is_typed(app: App) -> None:
    await app.open_group("Curhat")
    await app.text.press_sequentially(f"{_BOT} harg")
    await expect(app.rows.filter(has_text="Cek hargamu")).to_be_visible()
    await app.text.fill(f"{_BOT} iStockphoto")
    await expect(app.rows.filter(has_text="Cek hargamu")).to_have_count(0)
    await expect(app.rows.filter(has_text="iStock")).not_to_have_count(0)
    await app.text.fill(f"{_BOT} xqzvw")
    await expect(app.page.locator("#suggestions-none")).to_be_visible()
    await app.text.fill("halo")
    await expect(app.page.locator("#suggestions")).to_be_hidden()


async def test_a_result_is_chosen_by_a_click_and_posted_by_way_of_the_bot(app: App) -> None:
    await app.open_group("Curhat")
    await app.text.fill(f"{_BOT} perang harga")
    title = "Bagaimana cara menghadapi perang harga?"
    await app.rows.filter(has_text=title).click()
    posted = app.own
    await expect(posted).to_have_count(1)
    await expect(posted.locator("b", has_text=title)).to_be_visible()
    await expect(posted.locator(".via")).to_contain_text(_BOT)
    await expect(app.text).to_have_value("")
    await expect(app.rows).to_have_count(0)
    await key(posted, "🔎 Cari lagi").click()
    await expect(app.text).to_have_value(f"{_BOT} ")
    await expect(app.rows.first).to_be_visible()


async def test_a_result_is_chosen_by_keys_and_none_before_one_is_selected(app: App) -> None:
    await app.open_group("Curhat")
    await app.text.fill(f"{_BOT} burnout")
    await expect(app.rows.first).to_be_visible()
    await expect(app.page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    for step in ("ArrowDown", "ArrowDown"):
        await app.text.press(step)
    second = app.rows.nth(1)
    await expect(second).to_have_attribute("aria-selected", "true")
    await expect(app.text).to_have_attribute("aria-activedescendant", str(await second.get_attribute("id")))
    title = await second.locator("strong").inner_text()
    await app.text.press("Enter")
    posted = app.own
    await expect(posted.locator(".via")).to_contain_text(_BOT)
    await expect(posted).to_contain_text(title.split(" ", 1)[1])


async def test_the_button_above_the_list_asks_in_the_private_chat(app: App) -> None:
    await app.open_group("Curhat")
    await app.text.fill(f"{_BOT} apa itu burnout")
    await app.page.get_by_role("button", name="Tanya di chat pribadi").click()
    await expect(app.title).to_have_text("Kawan Freelance")
    await expect(app.from_bot.last).to_contain_text("Apa itu burnout, dan kenapa kreator bisa kena?")
