"""PTB's way to the Bot API over aiohttp: connections are kept and shared, proxies come from the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": BaseRequest.USER_AGENT}
_AGENT = {"User-Agent": BaseRequest.USER_AGENT}
_IDLE = 15.0  # seconds that an unused connection is kept; well below what servers allow, so that none is found closed
_NAMES_KEPT = 60  # seconds that a host's address is kept


class NotReachedError(NetworkError):
    """The call did not reach the server: making it again cannot do anything twice."""


class HttpTransport(BaseRequest):
    """A BaseRequest on aiohttp; timeouts in seconds, each may be replaced by the caller of a Bot API method."""

    def __init__(self, connections: int = 256, connect_timeout: float = 5.0, read_timeout: float = 15.0) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds within which an answer must arrive."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool of connections."""
        if self._session is None:
            connector = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=_IDLE, ttl_dns_cache=_NAMES_KEPT
            )
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call: HTTP status and body; raises NotReachedError, TimedOut or NetworkError, which never tell the URL.

        `write_timeout` and `pool_timeout` have no counterpart: an upload may take as long as it moves, and a call waits
        for a free connection as long as others take.
        """
        if self._session is None:
            raise RuntimeError("this HttpTransport is not initialized")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, self._connect_timeout),
            sock_read=_seconds(read_timeout, self._read_timeout),
        )
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy(url)
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotReachedError(f"the server could not be reached ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:  # their texts hold the URL, and that the token
            raise NetworkError(f"the connection failed ({type(error).__name__})") from None

    def _proxy(self, url: str) -> str | None:
        """The environment's proxy for a server, looked for once; aiohttp would, and for a netrc file, at each call."""
        server = url.split("/bot", 1)[0]
        if server not in self._proxies:
            parts = urlsplit(url)
            named = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
            self._proxies[server] = named
        return self._proxies[server]


def _seconds(asked: Any, usual: float) -> float | None:
    if asked is None or isinstance(asked, int | float):
        return asked
    return usual


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, _AGENT
    if not data.contains_files:
        return URL.build(query=data.json_parameters).raw_query_string.encode(), _FORM  # yarl is faster than urllib
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, _AGENT
