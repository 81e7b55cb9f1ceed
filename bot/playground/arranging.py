"""The order that Telegram brings entities into: none across another's edge, none inside code, no quotation in another.

Styles (bold, italic...) are cut where anything else begins or ends, and grow together where they touch.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_CODE = frozenset({"code", "pre"})
_RANK = {"blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49}
_RANK |= {style: 90 + place for place, style in enumerate(_STYLES)}
_USUAL_RANK = 50  # of what Telegram finds by itself

Entity = dict[str, object]


class _Span(NamedTuple):
    """Where an entity stands; sorted as Telegram lists entities: by beginning, the longest first, then by kind."""

    start: int
    minus_length: int
    rank: int
    place: int
    entity: Entity

    @property
    def kind(self) -> str:
        return str(self.entity["type"])

    @property
    def end(self) -> int:
        return self.start - self.minus_length


def arranged(entities: Iterable[Entity]) -> list[Entity]:
    """Entities as Telegram keeps them."""
    spans = _spans(entities)
    if _is_arranged(spans):
        return [span.entity for span in spans]
    quotes = _apart(_of(spans, quotes=True))
    return _with_styles([*quotes, *_off_edges(_apart(_of(spans, quotes=False)), quotes)], spans)


def with_found(entities: list[Entity], found: Iterable[Entity]) -> list[Entity]:
    """Arranged entities, and those that Telegram finds in the text where they are in nobody's way."""
    more = _spans(found)
    if not more:
        return entities
    spans = _spans(entities)
    quotes, others = _of(spans, quotes=True), _of(spans, quotes=False)
    more = [new for new in _off_edges(more, quotes) if not any(_overlap(new, old) for old in others)]
    return _with_styles([*quotes, *others, *more], spans)


def _spans(entities: Iterable[Entity]) -> list[_Span]:
    found = []
    for place, entity in enumerate(entities):
        start, length = int(str(entity["offset"])), int(str(entity["length"]))
        if length > 0:
            found.append(_Span(start, -length, _RANK.get(str(entity["type"]), _USUAL_RANK), place, entity))
    return sorted(found)


def _of(spans: list[_Span], *, quotes: bool) -> list[_Span]:
    """The quotations, or whatever is neither that nor a style."""
    return [span for span in spans if span.kind not in _STYLES and (span.kind in _QUOTES) == quotes]


def _is_arranged(spans: list[_Span]) -> bool:
    """Whether Telegram leaves entities as they are."""
    around: list[_Span] = []
    ends: dict[str, int] = {}
    for span in spans:
        while around and span.start >= around[-1].end:
            around.pop()
        if around and not _fits(span, around):
            return False
        if span.kind in _STYLES and ends.get(span.kind, -1) >= span.start:
            return False
        ends[span.kind] = span.end
        around.append(span)
    return True


def _fits(span: _Span, around: list[_Span]) -> bool:
    """Whether an entity may stand within others: in a quotation, or a style in a link."""
    kinds = {outer.kind for outer in around}
    if span.end > around[-1].end or kinds & {*_CODE, *_STYLES, span.kind}:
        return False
    if span.kind in _QUOTES:
        return False
    return span.kind in _STYLES or kinds <= _QUOTES


def _apart(spans: list[_Span]) -> list[_Span]:
    """Those that begin before the end of an earlier one are dropped."""
    kept: list[_Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _overlap(one: _Span, other: _Span) -> bool:
    return one.start < other.end and other.start < one.end


def _off_edges(spans: list[_Span], quotes: list[_Span]) -> list[_Span]:
    """Those that lie within a quotation or outside of it, not across its edge, nor around it."""

    def crosses(span: _Span) -> bool:
        return any(_overlap(span, q) and not (q.start <= span.start and span.end <= q.end) for q in quotes)

    return [span for span in spans if not crosses(span)]


def _with_styles(fixed: list[_Span], spans: list[_Span]) -> list[Entity]:
    """Put the styles among the other entities, which do not cross."""
    cutter = _Cutter([span for span in spans if span.kind in _STYLES])
    inside: list[_Span] = []
    for span in sorted(fixed):
        cutter.leave(inside, span.start)
        inside.append(span)
    cutter.leave(inside, max((span.end for span in spans), default=0) + 1)
    return [span.entity for span in _spans([*(span.entity for span in fixed), *cutter.pieces])]


class _Cutter:
    """Cuts styles, read from left to right, at the edges of other entities and where another style begins."""

    def __init__(self, styles: list[_Span]) -> None:
        self.pieces: list[Entity] = []
        self._left = styles
        self._open: dict[str, tuple[int, int]] = {}

    def leave(self, inside: list[_Span], at: int) -> None:
        """Cut at a place, and before at the ends of those entities that end by then; no style is within code."""
        while inside and at >= inside[-1].end:
            kept = len(self.pieces)
            self._read_to(inside[-1].end)
            if inside.pop().kind in _CODE:
                del self.pieces[kept:]
        self._read_to(at)

    def _read_to(self, at: int) -> None:
        while self._left and self._left[0].start < at:
            style = self._left.pop(0)
            start, end = self._open.get(style.kind, (0, 0))
            if end and style.start <= end:
                self._open[style.kind] = start, max(end, style.end)
            else:
                self._cut(style.start)
                self._open[style.kind] = style.start, style.end
        self._cut(at)

    def _cut(self, at: int) -> None:
        for kind in _STYLES:
            start, end = self._open.get(kind, (at, at))
            if start < at:
                stop = min(end, at)
                self.pieces.append({"type": kind, "offset": start, "length": stop - start})
                self._open[kind] = at, end
                if end <= at:
                    del self._open[kind]
