"""The rooms' arrows run one way, and only some rooms see the big libraries."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
SHARED = {"causes", "errors", "log", "scrubbing", "settings"}
MAY_IMPORT = {
    "content": set(),
    "search": {"content"},
    "checklists": {"content"},
    "charts": {"checklists"},
    "report": {"content", "search"},
    "replies": {"content", "search", "checklists", "report"},
    "storage": {"checklists"},
    "chat": {"replies", "report", "search", "checklists", "charts", "content", "storage"},
    "upkeep": {"chat", "content", "search", "storage"},
    "delivery": {"storage"},
    "playground": {"app", "chat", "replies", "search", "checklists", "content", "storage", "delivery", "upkeep"},
}
SEES_TELEGRAM = {"chat", "delivery", "playground", "app", "serve"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def modules() -> list[Path]:
    return sorted(BOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(BOT).as_posix())
def test_a_room_imports_only_the_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if room not in MAY_IMPORT:
        return
    allowed = MAY_IMPORT[room] | SHARED | {room}
    used = {name.split(".")[1] for name in imports(path) if name.startswith("bot.")}
    assert used <= allowed


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(BOT).as_posix())
def test_only_the_outer_rooms_see_telegram(path: Path) -> None:
    if room_of(path) not in SEES_TELEGRAM:
        assert not [name for name in imports(path) if name.split(".")[0] == "telegram"] or room_of(path) == "__main__"


def test_every_package_states_its_question() -> None:
    for package in (path for path in BOT.iterdir() if (path / "__init__.py").exists()):
        docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
        assert docstring, package


def test_no_private_attribute_of_the_telegram_library_is_touched() -> None:
    private = {"_conversations", "_update_fetcher", "_user_data", "_chat_data", "_bot"}
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in private], path


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(BOT).as_posix())
def test_chat_and_delivery_see_only_the_protocols_of_storage(path: Path) -> None:
    if room_of(path) in {"chat", "delivery"}:
        of_storage = {name for name in imports(path) if name.startswith("bot.storage")}
        assert of_storage <= {"bot.storage.protocols", "bot.storage.owner"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(BOT).as_posix())
def test_only_storage_sees_sqlalchemy(path: Path) -> None:
    if room_of(path) != "storage" or path.name == "protocols.py":
        assert not [name for name in imports(path) if name.split(".")[0] in {"sqlalchemy", "alembic"}]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(BOT).as_posix())
def test_what_serves_telegram_has_nothing_of_the_playground(path: Path) -> None:
    if room_of(path) not in {"playground", "__main__"}:
        assert not [name for name in imports(path) if name.startswith("bot.playground")]
