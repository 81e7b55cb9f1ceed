"""What goes wrong while a page is open: errors and warnings, what did not load, and whoever else was asked."""

from __future__ import annotations

from playwright.async_api import BrowserContext, ConsoleMessage, Request, Response, WebError

_BY_LEAVING = ("/events", "net::ERR_ABORTED")  # a page that is loaded again lets go of its line to the server


class Trouble:
    """Everything that no page of this project may do, as it happens in a browser's context; `found` says it."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.found: list[str] = []
        self._home = home
        context.on("console", self._said)
        context.on("weberror", self._threw)
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def forget(self, part: str) -> None:
        """Forget what has to do with this: it was to be expected."""
        self.found = [one for one in self.found if part not in one]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.found.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def _threw(self, error: WebError) -> None:
        self.found.append(f"uncaught: {error.error}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._home}/", "data:")):
            self.found.append(f"another host was asked: {request.url}")

    def _failed(self, request: Request) -> None:
        path, why = _BY_LEAVING
        if not (request.url.endswith(path) and request.failure == why):
            self.found.append(f"failed: {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(f"{response.status}: {response.url}")
