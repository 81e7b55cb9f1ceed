"""Alone with the bot: somebody begins, asks, reads on, presses what is offered and mends what they wrote."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.playground.page.browser.browsing import App, key
from tests.playground.page.browser.hosting import Host

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_an_empty_chat_says_what_the_bot_can_do_and_begins_with_a_press(app: App, host: Host) -> None:
    description = (await host.state())["bot"]["description"]
    await expect(app.log.locator(".welcome p")).to_have_text(description)
    await expect(app.text).to_be_hidden()
    greeting = await app.answer_to(app.start.click())
    await expect(greeting).to_contain_text("Aku Kawan Freelance")
    await expect(app.own.locator(".text")).to_contain_text("/start")
    await expect(app.log.locator(".welcome")).to_have_count(0)
    await expect(app.start).to_be_hidden()
    await expect(app.text).to_be_focused()


async def test_a_misspelt_question_gets_an_answer_that_unfolds_and_a_press_its_thanks(app: App) -> None:
    await app.begin()
    answer = await app.ask("apa itu brunout sih kak")
    await expect(answer.locator(".text b").first).to_have_text("Apa itu burnout, dan kenapa kreator bisa kena?")
    await expect(answer).to_contain_text("Sumber: ")
    quote, fold = answer.locator(".fold-body"), answer.locator(".fold-button")
    assert await quote.evaluate("node => node.clientHeight < node.scrollHeight")
    await fold.click()
    await expect(fold).to_have_attribute("aria-expanded", "true")
    assert await quote.evaluate("node => node.clientHeight === node.scrollHeight")
    await key(answer, "👍 Membantu").click()
    await expect(app.toast).to_have_text("Senang bisa membantu! 🙌")
    await expect(key(answer, "👍 Membantu")).to_have_count(0)


async def test_a_related_button_leads_on(app: App) -> None:
    await app.begin()
    answer = await app.ask("apa itu burnout")
    title = answer.locator(".text b").first
    await expect(title).to_have_text("Apa itu burnout, dan kenapa kreator bisa kena?")
    await key(answer, "🔋 Ambil jeda dan istirahat").click()
    await expect(title).not_to_have_text("Apa itu burnout, dan kenapa kreator bisa kena?")
    await expect(answer).to_contain_text("Sumber: ")


async def test_an_edited_question_edits_its_answer(app: App) -> None:
    await app.begin()
    answer = await app.ask("apa itu burnout")
    asked = app.own.last
    await app.choose("edit", asked)
    await expect(app.context).to_contain_text("apa itu burnout")
    await expect(app.text).to_have_value("apa itu burnout")
    await app.send("siapa pendiri istockphoto?")
    await expect(answer).to_contain_text("Bruce Livingstone")
    await expect(asked.locator(".text")).to_contain_text("siapa pendiri istockphoto?")
    await expect(asked.locator(".edited")).to_be_visible()
    await expect(app.context).to_be_hidden()


async def test_a_command_in_a_text_can_be_pressed(app: App) -> None:
    await app.begin()
    help_text = await app.ask("/bantuan")
    topics = await app.answer_to(help_text.get_by_role("button", name="/topik", exact=True).click())
    await expect(topics).to_contain_text("Mau bahas apa?")
