"""The environment becomes settings, or one plain sentence without a secret in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.settings import PUBLIC_API, Settings, load_settings

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings()
    assert settings.telegram_bot_token is None
    assert settings.telegram_api_url == PUBLIC_API
    assert (settings.knowledge_dir / "id").is_dir()


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    assert load_settings().telegram_bot_token is None


def test_values_are_read_with_any_case_and_a_trailing_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081/")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    settings = load_settings()
    assert (settings.telegram_api_url, settings.log_level, settings.log_format) == (
        "http://127.0.0.1:8081",
        "WARNING",
        "json",
    )


def test_a_wrong_value_is_named_by_its_variable_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "secret-value")
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert "TELEGRAM_API_URL" in str(caught.value)
    assert "secret-value" not in str(caught.value)


def test_a_token_with_stray_space_is_taken_and_nonsense_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", " 12345:ab-C_d\n")
    token = load_settings().telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == "12345:ab-C_d"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "my secret token")
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert "TELEGRAM_BOT_TOKEN" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_no_secret_is_shown_by_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12345:hidden")
    monkeypatch.setenv("WEBHOOK_SECRET", "hidden")
    monkeypatch.setenv("DATABASE_URL", "postgres://kawan:hidden@host/kawan")
    assert "hidden" not in repr(load_settings())


@pytest.mark.parametrize(
    ("name", "value"), [("WEBHOOK_SECRET", "hidden word"), ("PORT", "hidden"), ("WEBHOOK_URL", "hidden")]
)
def test_a_webhook_that_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name) as caught:
        load_settings()
    assert "hidden" not in str(caught.value)


def test_every_setting_stands_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in text] == []
