"""Everything by keys alone."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.playground.page.browser.browsing import App, key
from tests.playground.page.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="package")

_MOST = 80  # controls that are passed on the way to one

# The controls that can be seen; of a choice the one that is chosen. What can be done with a message opens by Enter.
_CONTROLS = """() => {
  const kinds = "a[href], button, textarea, input, summary, [tabindex='0']";
  return Array.from(document.querySelectorAll(kinds)).filter((node) =>
    node.checkVisibility({ visibilityProperty: true }) && !node.matches(".act, input:not(:checked)"));
}"""
_LISTEN = f"""() => {{
  window.missed = new Set(({_CONTROLS})());
  document.addEventListener("focusin", (event) => window.missed.delete(event.target));
}}"""
_MISSED = "() => Array.from(window.missed, (node) => node.outerHTML.slice(0, 120))"


async def tab_to(wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(_MOST):
        await wanted.page.keyboard.press("Tab")
        if await wanted.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {wanted}")


async def test_a_question_is_asked_and_a_button_pressed_by_keys_alone(app: App) -> None:
    keys = app.page.keyboard
    await tab_to(app.start)
    await app.answer_to(keys.press("Enter"))
    await expect(app.text).to_be_focused()
    await keys.type("apa itu burnout")
    answer = await app.answer_to(keys.press("Enter"))
    await keys.press("Shift+Tab")  # back into the messages, from the end
    more = key(answer, "🔋 Coba gaya baru")
    await tab_to(more)
    await keys.press("Enter")
    await expect(answer.locator(".text b").first).to_contain_text("Bosan bikin desain")
    await tab_to(key(answer, "⬅️ Kembali"))
    await keys.press("Space")
    await expect(answer.locator(".text b").first).to_contain_text("Apa itu burnout")


async def test_what_can_be_done_with_a_message_is_reached_by_arrows(app: App) -> None:
    keys = app.page.keyboard
    await app.begin()
    answer = await app.ask("apa itu burnout")
    await tab_to(app.log)
    for _ in range(2):
        await keys.press("ArrowUp")
    await expect(app.own.last).to_be_focused()
    await keys.press("Enter")
    await expect(app.page.locator("#message-menu [data-do=reply]")).to_be_focused()
    await keys.press("ArrowDown")
    await keys.press("Enter")  # to edit it
    await expect(app.text).to_be_focused()
    await expect(app.text).to_have_value("apa itu burnout")
    await keys.press("End")
    await keys.type(" sih kak")
    await keys.press("Enter")
    await expect(app.own.last.locator(".text")).to_contain_text("apa itu burnout sih kak")
    await expect(answer).to_be_visible()


async def test_who_speaks_which_chat_and_topic_are_chosen_by_keys(app: App) -> None:
    keys = app.page.keyboard
    await tab_to(app.page.locator(".speaker-choices input").first)
    await keys.press("ArrowRight")
    await expect(app.page.locator(".speaker-choices input").nth(1)).to_be_checked()
    await tab_to(app.page.locator(".chat-row").nth(1))
    await keys.press("Enter")
    await tab_to(app.topic("General"))
    await keys.press("ArrowRight")
    await expect(app.topic("Jualan & royalti")).to_have_attribute("aria-current", "true")
    await tab_to(app.text)
    await keys.type("/tanya apa itu burnout")
    answer = await app.answer_to(keys.press("Enter"))
    await expect(answer.locator(".quoted")).to_contain_text("Budi")


@pytest.mark.parametrize("width", [390, 1440])
async def test_tab_passes_everything_that_can_be_seen(visit: Visit, width: int) -> None:
    async with visit(width=width, height=900) as app:
        await app.open_group("Curhat")
        await app.ask("/tanya apa itu burnout")
        await app.text.fill("halo")
        await app.page.evaluate(_LISTEN)
        for _ in range(_MOST):
            await app.page.keyboard.press("Tab")
            if not (missed := await app.page.evaluate(_MISSED)):
                break
        assert not missed
