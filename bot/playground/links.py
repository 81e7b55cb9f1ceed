"""The addresses that Telegram takes, as it writes them: with a scheme and a path, the host in small letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address

_SCHEME = re.compile(r"([^:/?#@\[\]]*)://")
_PORT = re.compile(r"(.+):([^:@\]]*)$")
_HIGHEST_PORT = 65_535
_PART = re.compile(r"(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2}|[^\x00-\x7f])*", re.ASCII)
_LOGIN = re.compile(r"(?:[\w.\-!$,~*'();&+=:]|%[0-9a-fA-F]{2}|[^\x00-\x7f])*", re.ASCII)
_OWN = re.compile(r"(tg|ton|tonsite):(?://)?", re.IGNORECASE)
_OWN_HOST = re.compile(r"[A-Za-z0-9_-]*")
_USER = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=\d+(?:[&#]|$)", re.IGNORECASE)


class LinkError(ValueError):
    """Not an address that Telegram opens; says what the Bot API would."""


def names_user(link: str) -> bool:
    """Whether a link opens the profile of a person by their id."""
    return _USER.match(link) is not None


def checked_link(link: str) -> str:
    """An address as Telegram keeps it, "x.com" as "http://x.com/"; raises LinkError."""
    try:
        own = _OWN.match(link)
        return _checked_own(own[1].lower(), link[own.end() :]) if own else _checked_web(link)
    except LinkError as error:
        raise LinkError(f"URL '{link}' is invalid: {error}") from None


def _checked_own(scheme: str, rest: str) -> str:
    url = _read(rest)
    if _SCHEME.match(rest) or url.login or url.port or url.is_ipv6:
        raise LinkError(f"Wrong {scheme} URL")
    if not _OWN_HOST.fullmatch(url.host.replace(".", "") if scheme == "tonsite" else url.host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{url.host}{url.path.removeprefix('/') if url.path.startswith('/?') else url.path}"


def _checked_web(link: str) -> str:
    url = _read(link)
    if "." not in url.host and not url.is_ipv6:
        raise LinkError("Wrong HTTP URL")
    login = f"{url.login}@" if url.login else ""
    port = f":{url.port}" if url.port else ""
    return f"{url.scheme}://{login}{url.host}{port}{url.path}"


@dataclass(frozen=True)
class _Url:
    scheme: str
    login: str
    host: str
    port: int
    path: str

    @property
    def is_ipv6(self) -> bool:
        return self.host.startswith("[")


def _read(url: str) -> _Url:
    scheme, rest = "http", url
    if found := _SCHEME.match(url):
        scheme, rest = found[1].lower(), url[found.end() :]
        if scheme not in {"http", "https"}:
            raise LinkError("Unsupported URL protocol")
    where = re.split("[/?#]", rest, maxsplit=1)[0]
    place, port = _port_of(where)
    login, _, host = place.rpartition("@")
    _check_host(host)
    if not _LOGIN.fullmatch(login):
        raise LinkError("Disallowed character in URL userinfo")
    return _Url(scheme, login, host.lower(), port, _path(rest[len(where) :]))


def _port_of(where: str) -> tuple[str, int]:
    """What stands before a port, and the port, 0 where there is none."""
    found = _PORT.match(where)
    if not found:
        return where, 0
    port = int(found[2]) if re.fullmatch("[0-9]{1,9}", found[2].lstrip("0")) else 0
    if not 0 < port <= _HIGHEST_PORT:
        raise LinkError("Wrong port number specified in the URL")
    return found[1], port


def _check_host(host: str) -> None:
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        try:
            IPv6Address(host[1:-1])
        except ValueError:
            raise LinkError("Wrong IPv6 address specified in the URL") from None
    elif not _PART.fullmatch(host):
        raise LinkError("Disallowed character in URL host")


def _path(rest: str) -> str:
    """What follows the host: begins with a slash, and has no spaces or control characters in it."""
    rest = rest.rstrip(" \t\r\n\0\v")
    slashed = rest if rest.startswith("/") else f"/{rest}"
    return "".join(f"%{ord(char):02X}" if char <= " " else char for char in slashed)
