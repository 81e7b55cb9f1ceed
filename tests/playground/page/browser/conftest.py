"""One server and one browser for all these tests; each begins with a new page and a world where nobody spoke."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.conftest import KNOWLEDGE_DIR, NO_BROWSER, go_without
from tests.playground.page.browser import browsing
from tests.playground.page.browser.browsing import App, find_browser, launch
from tests.playground.page.browser.hosting import Host

Visit = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture(scope="package")
def program() -> str:
    """The browser's program; without one the test is skipped, but never where CI is set."""
    if (found := find_browser()) is None:
        go_without(NO_BROWSER)
    return found


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser(program: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await launch(playwright, program)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def running(program: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Host]:
    folder = tmp_path_factory.mktemp("playground")
    running = Host(folder, shutil.copytree(KNOWLEDGE_DIR, folder / "knowledge"))
    await running.start()
    yield running
    await running.close()


@pytest_asyncio.fixture(loop_scope="package")
async def host(running: Host) -> Host:
    """The playground, where everything begins anew."""
    await running.act("clear")
    return running


@pytest.fixture
def visit(browser: Browser, host: Host) -> Visit:
    """Opens the page; see browsing.visit."""
    return partial(browsing.visit, browser, host.url)


@pytest_asyncio.fixture(loop_scope="package")
async def app(visit: Visit) -> AsyncIterator[App]:
    """The page on a desk, opened by somebody who was never there."""
    async with visit() as opened:
        yield opened
