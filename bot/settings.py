"""The environment as frozen Settings; every variable is described in the README."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import UsageError

PUBLIC_API = "https://api.telegram.org"
WEBHOOK_PATH = "/telegram"
OWN_KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"


class Settings(BaseSettings):
    """What the environment says; field names are the variables' names in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = Field(default=PUBLIC_API, pattern=r"^https?://[^\s/]+")
    webhook_url: str = Field(default="", pattern=r"^(https?://[^\s/]+.*)?$")
    webhook_secret: SecretStr | None = None
    host: str = "0.0.0.0"  # noqa: S104 - a host's router must reach it
    port: int = Field(default=8080, ge=1, le=65535)
    database_url: SecretStr = SecretStr("sqlite:///data/bot.db")
    operator_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    knowledge_dir: Path = OWN_KNOWLEDGE
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    sentry_dsn: SecretStr | None = None

    @field_validator("telegram_bot_token", mode="before")
    @classmethod
    def _a_token(cls, token: object) -> object:
        if not isinstance(token, str):
            return token
        token = token.strip()
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise ValueError("this is no bot token; it looks like 123456:ABC-def and comes from @BotFather")
        return token

    @field_validator("webhook_secret")
    @classmethod
    def _a_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError(
                "Telegram takes 1 to 256 letters, digits, _ and - (for example from `openssl rand -hex 32`)"
            )
        return secret

    @field_validator("operator_ids", mode="before")
    @classmethod
    def _ids(cls, ids: object) -> object:
        if not isinstance(ids, str):
            return ids
        words = [word for word in re.split(r"[\s,;]+", ids) if word]
        if not all(re.fullmatch(r"[1-9]\d{0,18}", word) for word in words):
            raise ValueError("write people's numeric ids, separated by commas (each gets their own from @userinfobot)")
        return frozenset(map(int, words))

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

    def webhook(self) -> tuple[str, str]:
        """The address that Telegram calls and the secret that it shows; raises UsageError where there is no secret."""
        if self.webhook_secret is None:
            raise UsageError(
                "WEBHOOK_URL is set, but WEBHOOK_SECRET is not: without it anybody could pretend to be Telegram. "
                "Set it to a long random word (for example from `openssl rand -hex 32`)."
            )
        url = self.webhook_url.rstrip("/")
        return url if url.endswith(WEBHOOK_PATH) else url + WEBHOOK_PATH, self.webhook_secret.get_secret_value()


def load_settings() -> Settings:
    """The settings of this process; raises UsageError that names each wrong variable, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        faults = (f"{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False))
        raise UsageError(f"A setting is wrong. {'; '.join(faults)}. See the settings table in README.md.") from None
