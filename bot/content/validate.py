"""Holds a document against its pydantic model and words every fault for whoever wrote the file."""

from __future__ import annotations

from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.content.source import Document

Model = TypeVar("Model", bound=BaseModel)


class Read(NamedTuple, Generic[Model]):
    """A file's content as its model, beside the document that knows its lines."""

    model: Model
    document: Document


_TYPES = {
    "string_type": ("text", 'write it as text, in "double quotes"'),
    "int_type": ("a whole number", "write digits without quotes"),
    "list_type": ("a list", 'write one item a line, each after "- "'),
    "dict_type": ("named values", 'write "name: value" lines, indented by two spaces'),
    "model_type": ("named values", 'write "name: value" lines, indented by two spaces'),
}


def validated(document: Document, model: type[Model]) -> Model | None:
    """The document as `model`; None where it does not fit, with every fault reported on the document."""
    if document.data is None:
        return None
    try:
        found = model.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            spot = tuple(part for part in detail["loc"] if part != "[key]")
            what, cure = _worded(detail, model)
            document.report(spot, f"{_named(spot)}{what}", cure)
        return None
    document.usable = True
    return found


def _named(spot: tuple[str | int, ...]) -> str:
    words = [f"item {part + 1}" if isinstance(part, int) else f"`{part}`" for part in spot[-2:]]
    return f"{' '.join(words)}: " if words else ""


def _worded(detail: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    kind = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind in _TYPES:
        wanted, cure = _TYPES[kind]
        return f"{wanted} is expected here", cure
    match kind:
        case "missing":
            return "this required field is missing", "add it"
        case "extra_forbidden":
            return "no such field is known here", f"check its spelling ({_fields(detail, model)})"
        case "string_too_long":
            return f"the text is longer than {context['max_length']} characters", "shorten it"
        case "string_too_short":
            return f"the text is shorter than {context['min_length']} characters", "write more"
        case "string_pattern_mismatch":
            return "the text does not have the expected form", _form(str(context["pattern"]))
        case "too_long":
            return f"more than {context['max_length']} items stand here", "keep the best ones"
        case "too_short":
            return f"fewer than {context['min_length']} items stand here", "add some"
        case _:
            return str(detail["msg"]).removeprefix("Value error, "), "mend it and run the check again"


def _form(pattern: str) -> str:
    if "http" in pattern:
        return 'write a whole address that begins with https://, or ""'
    if "d{4}" in pattern:
        return 'write date and time in quotes, as in "2026-01-31 14:05"'
    if "/" in pattern:
        return "write article/section, as in pinjaman-bank/agunan"
    return "use only small letters, digits and single hyphens"


def _fields(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """The fields known where an unknown one stands: walks the model along the error's path."""
    current: object = model
    for part in detail["loc"][:-1]:
        if isinstance(current, type) and issubclass(current, BaseModel) and part in current.model_fields:
            current = current.model_fields[str(part)].annotation
        for argument in reversed(getattr(current, "__args__", ())):
            if isinstance(argument, type) and issubclass(argument, BaseModel):
                current = argument
    if isinstance(current, type) and issubclass(current, BaseModel):
        return "known: " + ", ".join(current.model_fields)
    return "see the README"
