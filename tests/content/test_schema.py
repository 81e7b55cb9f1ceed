"""The JSON Schemas that an editor is given: true to the models, and to the knowledge as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.content import models
from bot.content.models import ArticleModel, QuestionsModel, StrictModel
from bot.content.schema import FOLDER, KINDS, schema_of, schema_texts, write_schemas
from bot.content.source import read_yaml
from bot.errors import UsageError
from tests.conftest import KNOWLEDGE_DIR

FILES = sorted((KNOWLEDGE_DIR / "id").rglob("*.yaml"))
ENTRY: dict[str, Any] = {
    "title": "Apa itu sampul?",
    "label": "Sampul",
    "short": "Sampul itu halaman paling depan dari sebuah buku.",
    "details": ["Warnanya bebas."],
}
ARTICLE: dict[str, Any] = {
    "title": "Sampul buku",
    "label": "Sampul",
    "emoji": "📕",
    "intro": "Semua tentang sampul.",
    "entries": {"apa-itu": ENTRY},
}


def refused_by_schema(model: type[BaseModel], data: object) -> bool:
    return not Draft202012Validator(schema_of(model)).is_valid(data)


def with_entry(**changed: object) -> dict[str, Any]:
    return {**ARTICLE, "entries": {"apa-itu": {**ENTRY, **changed}}}


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def test_the_schemas_in_the_repository_are_those_of_the_models() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (KNOWLEDGE_DIR / FOLDER).iterdir()}
    stale = {name for name, text in schema_texts().items() if kept.get(name) != text} | kept.keys() - schema_texts()
    assert not stale, "run python -m bot schema"


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_of_its_draft(kind: str) -> None:
    schema = schema_of(KINDS[kind])
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(KNOWLEDGE_DIR).as_posix())
def test_a_knowledge_file_names_its_schema_and_is_accepted_by_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named, f"the first line of {path} names no schema"
    schema = (path.parent / named[1]).resolve()
    assert schema.parent == KNOWLEDGE_DIR / FOLDER
    faults = Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).iter_errors(read_yaml(path).data)
    assert [fault.message for fault in faults] == []


def test_every_kind_of_file_of_the_models_has_a_schema() -> None:
    inside = {argument for model in KINDS.values() for argument in _models_below(model)}
    known = {model for model in vars(models).values() if isinstance(model, type) and issubclass(model, StrictModel)}
    assert known - {StrictModel} <= inside


def _models_below(model: type[BaseModel]) -> set[type[BaseModel]]:
    found = {model}
    for field in model.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                found |= _models_below(part)
    return found


def test_what_is_right_is_accepted() -> None:
    assert not refused_by_schema(ArticleModel, ARTICLE)
    assert not refused_by_schema(ArticleModel, with_entry(related=["burnout/istirahat"], checklist="harga"))
    assert not refused_by_schema(ArticleModel, with_entry(checklist=None))
    assert not refused_by_schema(QuestionsModel, {"questions": {"apa-itu": ["apa itu sampul"]}})


@pytest.mark.parametrize(
    ("model", "data"),
    [
        pytest.param(ArticleModel, {**ARTICLE, "judul": "Sampul"}, id="an unknown field"),
        pytest.param(ArticleModel, with_entry(detail=["x"]), id="an unknown field of an entry"),
        pytest.param(ArticleModel, without(ARTICLE, "intro"), id="a missing field"),
        pytest.param(ArticleModel, with_entry(short="Terlalu pendek."), id="too short a text"),
        pytest.param(ArticleModel, with_entry(label="x" * 31), id="too long a label"),
        pytest.param(ArticleModel, with_entry(related=["burnout istirahat"]), id="no entry id"),
        pytest.param(ArticleModel, with_entry(related=["Burnout/Istirahat"]), id="an entry id in capitals"),
        pytest.param(ArticleModel, with_entry(related=["a/b", "a/c", "a/d", "a/e", "a/f"]), id="too many related"),
        pytest.param(ArticleModel, with_entry(details=[]), id="no details"),
        pytest.param(ArticleModel, with_entry(details="satu poin"), id="a text for a list"),
        pytest.param(ArticleModel, {**ARTICLE, "entries": {"Apa Itu": ENTRY}}, id="a section with a space"),
        pytest.param(ArticleModel, {**ARTICLE, "entries": {"x" * 41: ENTRY}}, id="a section too long"),
        pytest.param(ArticleModel, {**ARTICLE, "entries": {}}, id="no entries"),
        pytest.param(ArticleModel, {**ARTICLE, "link": "contoh.com"}, id="half an address"),
        pytest.param(ArticleModel, {**ARTICLE, "order": "5"}, id="a number in quotes"),
        pytest.param(QuestionsModel, {"questions": {"apa_itu": ["apa"]}}, id="a section with an underscore"),
        pytest.param(QuestionsModel, {"questions": {"apa-itu": "apa"}}, id="one question that is no list"),
        pytest.param(QuestionsModel, {"not_about": ["apa"]}, id="no questions"),
    ],
)
def test_what_the_bot_refuses_is_refused_in_the_editor_too(model: type[BaseModel], data: object) -> None:
    assert refused_by_schema(model, data)
    with pytest.raises(ValueError, match="validation error"):
        model.model_validate(data)


def patterns(schema: object) -> list[dict[str, Any]]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else []
    own = [schema] if isinstance(schema, dict) and isinstance(schema.get("pattern"), str) else []
    return own + [found for part in inner for found in patterns(part)]


def test_a_pattern_means_the_same_in_javascript_and_is_worded_for_people() -> None:
    found = [part for model in KINDS.values() for part in patterns(schema_of(model))]
    assert len(found) > 10
    for part in found:
        assert re.fullmatch(r"\^.*\$", part["pattern"])  # a pattern of JSON Schema may match anywhere
        assert not re.search(r"\(\?|\\[^Sd]|\[\[", part["pattern"])  # what only some engines know
        assert part["patternErrorMessage"].endswith(".")


@pytest.mark.parametrize(
    "model",
    [model for name, model in vars(models).items() if name.endswith("Model") and name != "BaseModel"],
    ids=lambda model: model.__name__,
)
def test_every_field_that_owners_write_is_explained(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.description] == []


def test_a_description_tells_the_limits() -> None:
    described = schema_of(ArticleModel)["properties"]
    assert described["title"]["description"].endswith(" 3 sampai 80 huruf. Wajib.")
    assert described["link"]["description"].endswith(" Paling panjang 300 huruf.")


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    folder = tmp_path / "a" / FOLDER
    assert all(changed for _, changed in write_schemas(folder))
    (folder / "words.json").write_text("{}", encoding="utf-8")
    (folder / "crisis.json").write_bytes((folder / "crisis.json").read_bytes().replace(b"\n", b"\r\n"))
    assert [path.name for path, changed in write_schemas(folder) if changed] == ["words.json"]
    assert {path.name for path in folder.iterdir()} == {f"{kind}.json" for kind in KINDS}


@pytest.fixture(params=["the folder is a file", "a schema is a folder"])
def unwritable(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make: dict[str, Callable[[], object]] = {
        "the folder is a file": lambda: (tmp_path / FOLDER).write_text("", encoding="utf-8"),
        "a schema is a folder": lambda: (tmp_path / FOLDER / "words.json").mkdir(parents=True),
    }
    make[request.param]()
    return tmp_path / FOLDER


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(unwritable: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be written to .*; name a folder"):
        write_schemas(unwritable)
