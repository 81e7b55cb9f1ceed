"""JSON Schemas (draft 2020-12) of the knowledge files, so that an editor explains and checks them while one types.

A schema says what the models say, with two differences: an editor counts the spaces around a text, which the bot does
not, and it knows nothing of other files. `python -m bot check` has the last word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from bot.content.checklist_models import ChecklistModel
from bot.content.learned import Learned
from bot.content.models import (
    ArticleModel,
    CrisisModel,
    GroupModel,
    OutsideModel,
    QuestionsModel,
    SmallTalkFileModel,
    WordsModel,
)
from bot.content.texts import Texts
from bot.errors import UsageError

FOLDER = "schema"
"""Where the schemas lie, below the knowledge folder and beside its languages."""

KINDS: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "article": ArticleModel,
        "questions": QuestionsModel,
        "checklist": ChecklistModel,
        "smalltalk": SmallTalkFileModel,
        "words": WordsModel,
        "outside": OutsideModel,
        "crisis": CrisisModel,
        "group": GroupModel,
        "texts": Texts,
        "learned": Learned,
    }
)
"""The kinds of knowledge files, each with its model."""

# What an editor says of a text that has another form, by a mark in the pattern. VS Code and the YAML language server
# read `patternErrorMessage`; others show the pattern.
_FORMS = (
    ("http", 'Tulis alamat lengkap yang diawali https://, atau "".'),
    ("/", "Tulis artikel/bagian, misalnya pinjaman-bank/agunan."),
    ("IDR", "Tulis IDR atau USD."),
    ("d{4}", "Tulis tanggal dan jam, misalnya 2026-01-31 14:05."),
    ("", "Pakai huruf kecil, angka, dan satu tanda hubung di antaranya."),
)


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles made of field names: an editor shows them above the description and they say nothing."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of one kind of file; descriptions hold the limits in words."""
    made = model.model_json_schema(schema_generator=_Untitled)
    for part in _parts(made):
        if "properties" in part:  # a model: its docstring is for programmers, and its name too
            part.pop("description", None)
            part.pop("title", None)
            for name, value in part["properties"].items():
                _describe(value, required=name in part.get("required", ()))
        elif "patternProperties" in part:  # pydantic lets any other key pass
            ((pattern, value),) = part.pop("patternProperties").items()
            part["propertyNames"] = {**part.get("propertyNames", {}), "pattern": pattern}
            part["additionalProperties"] = value
    for part in _parts(made):
        if isinstance(pattern := part.get("pattern"), str):
            part["patternErrorMessage"] = next(said for mark, said in _FORMS if mark in pattern)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def schema_texts() -> dict[str, str]:
    """Every schema file's name and content."""
    return {
        f"{kind}.json": json.dumps(schema_of(model), ensure_ascii=False, indent=2) + "\n"
        for kind, model in KINDS.items()
    }


def write_schemas(folder: Path) -> list[tuple[Path, bool]]:
    """Every schema file in `folder`, and whether it had to be written; raises UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [(folder / name, _written(folder / name, text)) for name, text in schema_texts().items()]
    except OSError as error:
        raise UsageError(
            f"The schemas cannot be written to {folder} ({error.strerror}); name a folder that may be written to."
        ) from None


def _written(path: Path, text: str) -> bool:
    """Write the file where it holds something else; the ends of lines, which Git may change, do not count."""
    try:
        if path.read_text(encoding="utf-8") == text:
            return False
    except (FileNotFoundError, UnicodeDecodeError):
        pass
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _parts(schema: object) -> Iterator[dict[str, Any]]:
    """Every object of a schema, from the outside in; what `properties` names are fields and no schema."""
    if isinstance(schema, dict):
        yield schema
        for key, value in list(schema.items()):
            inner = value.values() if key in ("properties", "$defs") else [value]
            for one in inner:
                yield from _parts(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _parts(one)


_ONE_EMOJI = 8  # characters of which one may be made: a limit that says nothing to whoever types one


def _describe(field: dict[str, Any], *, required: bool) -> None:
    """Add the limits to a field's description, where it has one."""
    if "description" in field:
        limits = [*_limits(field), *(["Wajib."] if required else [])]
        field["description"] = " ".join([field["description"], *limits])


def _limits(field: dict[str, Any]) -> Iterator[str]:
    least, most = field.get("minLength", 0), field.get("maxLength")
    if most and most > _ONE_EMOJI:
        yield f"{least} sampai {most} huruf." if least > 1 else f"Paling panjang {most} huruf."
    if "maxItems" in field:
        yield f"Paling banyak {field['maxItems']}."
