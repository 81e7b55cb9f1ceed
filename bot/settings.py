"""The environment as frozen Settings; every variable is described in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import UsageError

PUBLIC_API = "https://api.telegram.org"
_PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What the environment says; field names are the variables' names in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = Field(default=PUBLIC_API, pattern=r"^https?://[^\s/]+")
    knowledge_dir: Path = _PROJECT / "knowledge"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("telegram_bot_token", mode="before")
    @classmethod
    def _a_token(cls, token: object) -> object:
        if not isinstance(token, str):
            return token
        token = token.strip()
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise ValueError("this is no bot token; it looks like 123456:ABC-def and comes from @BotFather")
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, form: object) -> object:
        return form.lower() if isinstance(form, str) else form


def load_settings() -> Settings:
    """The settings of this process; raises UsageError that names each wrong variable, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        faults = (f"{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
        raise UsageError(f"A setting is wrong. {'; '.join(faults)}. See the settings table in README.md.") from None
