"""Reads one YAML file into plain data that remembers the line of every value.

PyYAML alone keeps the last of two equal keys and turns an unquoted `no` into False and `12:30` into 750;
all three are reported here instead of passing silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.content.problems import Problem
from bot.content.slips import Slip, likely_slip

Spot = tuple[str | int, ...]
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML_11_BOOL = re.compile(r"^(?:y|n|yes|no|on|off)$", re.IGNORECASE)
_SEXAGESIMAL = re.compile(r"^[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?$")


@dataclass
class Document:
    """One file's data, the line (from 1) of each value by its path of keys, and the faults found while reading."""

    path: Path
    data: object = None
    lines: dict[Spot, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    usable: bool = False  # set once the data fit their model

    def line(self, *spot: str | int) -> int:
        """The line of the value at `spot`, or of the nearest value around it that has one."""
        while spot and spot not in self.lines:
            spot = spot[:-1]
        return self.lines.get(spot, 1)

    def report(self, spot: Spot, what: str, cure: str) -> None:
        """Note a fault at `spot`."""
        self.problems.append(Problem(self.path, self.line(*spot), what, cure))


def read_yaml(path: Path, shown: Path | None = None, *, may_be_empty: bool = False) -> Document:
    """The content of the file at `path`, named `shown` in its problems; never raises for what the file holds."""
    document = Document(shown or path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        document.report((), "the file is not UTF-8 text", "save it again with the encoding UTF-8")
        return document
    except OSError as error:
        document.report((), f"the file cannot be read ({error.strerror})", "check that it exists and may be read")
        return document
    document = parse_yaml(text, document.path)
    if document.data is None and not document.problems and not may_be_empty:
        document.report((), "the file is empty", "fill it in, or delete it")
    return document


def parse_yaml(text: str, shown: Path) -> Document:
    """The content of a YAML text as `read_yaml` reads that of a file; None where it holds nothing but comments."""
    document = Document(shown)
    try:
        node = yaml.compose(text.removeprefix("\ufeff"), Loader=_SafeLoader)
    except yaml.YAMLError as error:
        _report_syntax(document, text, error)
        return document
    if node is not None:
        document.data = _Reader(document).value(node, ())
    return document


def _report_syntax(document: Document, text: str, error: yaml.YAMLError) -> None:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or "the file is not valid YAML"
    told = likely_slip(text, line) or Slip(line, what, 'check its indentation and put texts into "double quotes"')
    document.lines[()] = told.line
    document.report((), f"YAML does not understand this line ({told.what})", told.cure)


class _Reader:
    """Turns YAML nodes into dicts, lists and scalars while noting lines and faults in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._scalars = yaml.constructor.SafeConstructor()
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, spot: Spot) -> object:
        """The plain value of a node that stands at `spot`."""
        self._document.lines[spot] = node.start_mark.line + 1
        if id(node) in self._seen:  # an alias: it could multiply without end
            self._document.report(spot, "a *alias repeats another value", "write the value out")
            return None
        if not isinstance(node, yaml.ScalarNode):
            self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, spot)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*spot, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, spot)

    def _mapping(self, node: yaml.MappingNode, spot: Spot) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            where = (*spot, key)
            if key in found:
                first = self._document.lines[where]
                self._document.problems.append(
                    Problem(
                        self._document.path,
                        key_node.start_mark.line + 1,
                        f"the key `{key}` stands twice (first on line {first})",
                        "rename or delete one of them",
                    )
                )
                continue
            found[key] = self.value(value_node, where)
            self._document.lines[where] = key_node.start_mark.line + 1
        return found

    def _scalar(self, node: yaml.Node, spot: Spot) -> object:
        text = str(node.value)
        unquoted = isinstance(node, yaml.ScalarNode) and not node.style
        if unquoted and (_YAML_11_BOOL.match(text) or _SEXAGESIMAL.match(text)):
            self._document.report(spot, f"YAML reads an unquoted {text} as something else", f'write "{text}" in quotes')
            return text
        try:
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError):
            return text
