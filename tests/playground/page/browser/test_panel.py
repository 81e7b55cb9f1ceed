"""The author's panel: why the bot answered so, what it called, what it remembers, and which file is to be mended."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.playground.page.browser.browsing import App
from tests.playground.page.browser.conftest import Visit
from tests.playground.page.browser.hosting import Host

pytestmark = pytest.mark.asyncio(loop_scope="package")

_FILE = Path("id/articles/burnout.yaml")


@pytest_asyncio.fixture(loop_scope="package")
async def break_file(host: Host) -> AsyncIterator[Callable[[], int]]:
    """Misspells a line of an article and returns its number; afterwards everything is as it was."""
    path = host.knowledge_dir / _FILE
    whole = path.read_text(encoding="utf-8")

    def broken() -> int:
        path.write_text(whole.replace("\n    short: ", "\n    shorrt: ", 1), encoding="utf-8")
        return whole[: whole.index("\n    short: ")].count("\n") + 2

    yield broken
    if path.read_text(encoding="utf-8") != whole:
        path.write_text(whole, encoding="utf-8")
        await host.act("reload")


def section(app: App, name: str) -> Locator:
    return app.panel.locator(f"#panel-{name}")


async def test_it_tells_the_decision_and_its_five_nearest_entries(app: App) -> None:
    await app.begin()
    await app.ask("apa itu brunout sih kak")
    question = section(app, "question")
    await expect(question.locator("[data-brief]")).to_contain_text("Dijawab")
    await expect(question.locator("blockquote")).to_have_text("apa itu brunout sih kak")
    entries = question.locator(".panel-entries > li")
    await expect(entries).to_have_count(5)
    await expect(entries.first.locator(".panel-id")).to_have_text("burnout/apa-itu")
    await expect(entries.first.locator("b.panel-figure")).to_contain_text("%")
    await app.ask("brp bunga kta bca")
    await expect(question.locator("[data-brief]")).to_contain_text("Belum tahu")


async def test_it_shows_the_calls_with_their_limits_and_what_is_remembered(app: App) -> None:
    await app.begin()
    await app.ask("apa itu burnout")
    calls, session = section(app, "calls"), section(app, "session")
    await expect(calls.locator(".panel-call-head")).to_be_hidden()
    await calls.locator("summary").first.click()
    await expect(calls.locator(".panel-call-head")).to_contain_text("sendMessage")
    await expect(calls.locator(".panel-measures > li").first).to_contain_text("/ 4.096")
    await expect(calls.locator(".panel-bad")).to_have_count(0)
    await session.locator("summary").first.click()
    await expect(session.locator("[data-content]")).to_contain_text("burnout/apa-itu")


async def test_a_broken_file_is_shown_where_it_is_until_it_is_mended(
    app: App, host: Host, break_file: Callable[[], int]
) -> None:
    path = host.knowledge_dir / _FILE
    whole = path.read_text(encoding="utf-8")
    line = break_file()
    knowledge = section(app, "knowledge")
    reload = knowledge.locator("[data-reload]")
    await reload.click()
    here = app.page.locator(".panel-here", has_text="shorrt: ")
    problem = knowledge.locator(".panel-problems > li").filter(has=here)
    await expect(problem.locator(".panel-place")).to_have_text(f"knowledge/{_FILE.as_posix()}:{line}")
    await expect(knowledge.locator("[data-brief] .panel-bad")).to_be_visible()
    await app.begin()
    await expect(await app.ask("apa itu burnout")).to_contain_text("Burnout adalah kelelahan")  # as before
    path.write_text(whole, encoding="utf-8")
    await reload.click()
    await expect(knowledge.locator(".panel-problems")).to_have_count(0)
    await expect(knowledge.locator("[data-brief] .panel-good")).to_be_visible()


async def test_its_folds_are_remembered_for_each_width(visit: Visit) -> None:
    async with visit() as app:
        await expect(app.panel).to_be_visible()
        await section(app, "knowledge").locator("summary").first.click()
        await app.page.locator("#panel-fold").click()
        await expect(app.panel).to_be_hidden()
        await app.reload()
        await expect(app.panel).to_be_hidden()
        await app.page.locator("#panel-fold").click()
        await expect(section(app, "question")).to_have_attribute("open", "")
        await expect(section(app, "knowledge")).not_to_have_attribute("open", "")
        await app.page.set_viewport_size({"width": 390, "height": 844})
        await expect(app.panel).to_be_hidden()
        await expect(app.start).to_be_visible()
