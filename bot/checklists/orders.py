"""How many clicks become orders: per hundred clicks, per cent, or as a share of the clicks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

from bot.checklists.figures import JOINT, NOT, Reason, numbers, refuse, tidy

_RATIO = r"/|:|(?<![a-z])(?:dari|per|tiap|setiap|dalam|out of)(?![a-z])"
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_DENIED = rf"(?:belum|blm|belom|{NOT})"
_NO_ORDER = re.compile(
    rf"\W*{_DENIED}\s+(?:pernah|ada|dapat|dapet|laku)(?:\s+(?:ada|dapat|dapet|yang|yg|order(?:an)?|pesanan|sama|sekali|"
    r"1|pun|satupun|kak|sih|min))*\W*"
)
_FEWER = re.compile(rf"(?<![a-z]){_DENIED}(?:\s+[a-z]+){{0,2}}\s+[0-9]")  # "belum sampai 2"
_SHARE = re.compile(
    rf"(?P<ratio>{_RATIO})?\s*(?:(?P<clicks>klik|clicks?)\s*[:=]?\s*)?(?P<minus>(?<![^\s])-)?(?<![a-z0-9])"
    rf"(?P<low>{_NUMBER})\s*(?:%|persen)?(?:{JOINT.pattern}(?P<high>{_NUMBER}))?"
    r"\s*(?P<percent>%|persen)?(?P<of_clicks>\s*(?:kali\s+)?(?:klik|clicks?)(?![a-z]))?"
)


def read_orders(text: str) -> tuple[float, float]:
    """Orders per click (0-1), lower and upper end, of what is typed per hundred clicks, per cent or as a share.

    None at all ("belum pernah") is 0. Raises AmountError, also for more orders than clicks.
    """
    clean = tidy(text)
    if _NO_ORDER.fullmatch(clean):
        return 0.0, 0.0
    shares = list(_SHARE.finditer(clean))
    if not shares:
        refuse(Reason.NOTHING)
    if _FEWER.search(clean):
        refuse(Reason.UNREADABLE)
    if any(share["minus"] for share in shares):
        refuse(Reason.NEGATIVE)
    orders, clicks = _told_apart(shares)
    if _are_clicks(orders):
        refuse(Reason.UNREADABLE)
    fewest, most = _ends(orders)
    few, many = _ends(clicks) if clicks and not orders["percent"] else (100.0, 100.0)
    if not few or math.isinf(many):
        refuse(Reason.UNREADABLE)
    if most > few:
        refuse(Reason.TOO_LARGE)
    return fewest / many, most / few


def _told_apart(shares: Sequence[re.Match[str]]) -> tuple[re.Match[str], re.Match[str] | None]:
    """The orders and, where they are typed, the clicks that they come of."""
    if len(shares) == 1:
        return shares[0], None
    if len(shares) > 2:
        refuse(Reason.TOO_MANY)
    first, second = shares
    tests: Iterator[Callable[[re.Match[str]], bool]] = iter((_are_clicks, lambda share: bool(share["ratio"])))
    for test in tests:
        if test(first) != test(second):
            return (second, first) if test(first) else (first, second)
    return refuse(Reason.TOO_MANY)


def _are_clicks(share: re.Match[str]) -> bool:
    return bool(share["clicks"] or share["of_clicks"])


def _ends(share: re.Match[str]) -> tuple[float, float]:
    found = [number for name in ("low", "high") if share[name] for number in numbers(share[name])]
    if len(found) > 2:
        refuse(Reason.UNREADABLE)
    return min(found), max(found)
