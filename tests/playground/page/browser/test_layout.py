"""The page on phones and desks, in light and dark: nothing lies beyond its sides, and choices are remembered."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.playground.page.browser.browsing import App, Scheme, key
from tests.playground.page.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="package")

# What lies beyond the sides of the window, or of the part of the page that it is in; topics and code may be scrolled.
_BEYOND = """() => {
  const parts = ["html", ".chats", ".log", "#suggestions-list", ".panel", ".menu", "dialog"];
  const wide = parts.flatMap((part) => Array.from(document.querySelectorAll(part)))
    .filter((node) => node.scrollWidth > node.clientWidth + 1);
  const out = Array.from(document.body.querySelectorAll("*")).filter((node) => {
    const { left, right, width, height } = node.getBoundingClientRect();
    const seen = width > 1 && height > 1 && node.checkVisibility({ visibilityProperty: true });
    return seen && (left < -1 || right > innerWidth + 1) && !node.closest(".topics, .pre");
  });
  return [...wide, ...out].map((node) => node.outerHTML.slice(0, 120));
}"""
_DARK = """() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
  return red + green + blue < 3 * 64;
}"""


async def fits(page: Page) -> None:
    assert await page.evaluate(_BEYOND) == []


@pytest.mark.parametrize("width", [360, 390, 1440])
async def test_nothing_lies_beyond_the_sides(visit: Visit, width: int) -> None:
    async with visit(width=width, height=740) as app:
        await fits(app.page)
        await app.begin()
        answer = await app.ask("apa itu burnout")
        await answer.locator(".fold-button").click()
        await app.say("panjang" * 60)
        await fits(app.page)
        await app.text.fill("/")
        await expect(app.rows.first).to_be_visible()
        await fits(app.page)
        await app.page.locator("#more").click()
        await fits(app.page)
        await app.page.locator("#clear").click()
        await expect(app.page.locator("#confirm-clear")).to_be_visible()
        await fits(app.page)
        await app.page.keyboard.press("Escape")
        await in_a_group(app)
        await with_the_panel(app)


async def in_a_group(app: App) -> None:
    await app.open_group("Jualan & royalti")
    await app.ask("/tanya gimana cara ngadepin perang harga")
    await fits(app.page)
    await app.text.fill("@kawan_freelance_bot harga")
    await expect(app.rows.filter(has_text="Cek hargamu")).to_be_visible()
    await fits(app.page)
    if await app.page.locator("#back").is_visible():
        await app.page.locator("#back").click()
        await expect(app.page.locator(".chat-row").first).to_be_visible()
        await fits(app.page)


async def with_the_panel(app: App) -> None:
    if not await app.panel.is_visible():
        await app.page.locator("#panel-fold").click()
    for name in ("calls", "session"):
        await app.panel.locator(f"#panel-{name} summary").first.click()
    await fits(app.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_is_light_or_dark_as_the_system_until_somebody_chooses(visit: Visit, scheme: Scheme) -> None:
    async with visit(scheme=scheme) as app:
        dark, button = scheme == "dark", app.page.locator("#theme")
        assert await app.page.evaluate(_DARK) is dark
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", str(not dark).lower())
        assert await app.page.evaluate(_DARK) is not dark
        await app.reload()
        assert await app.page.evaluate(_DARK) is not dark


async def test_on_a_phone_an_answer_is_followed_to_its_end_and_a_list_leads_to_other_chats(visit: Visit) -> None:
    async with visit(width=390, height=844) as app:
        await app.begin()
        answer = await app.ask("apa itu burnout")
        last = key(answer, "📚 Semua topik")
        await expect(last).to_be_in_viewport()
        await app.log.evaluate("node => node.scrollTo(0, 0)")
        await expect(last).not_to_be_in_viewport()
        await app.page.locator("#to-end").click()
        await expect(last).to_be_in_viewport()
        await app.page.locator("#back").click()
        await expect(app.text).to_be_hidden()
        await app.page.locator(".chat-row").nth(1).click()
        await expect(app.title).to_have_text("Kontributor Microstock Bandung")
        await expect(app.text).to_be_visible()
