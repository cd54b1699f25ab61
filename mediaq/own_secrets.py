"""Secrets of the installation itself; a part of the settings."""

import re
from typing import Any

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

WEBHOOK_SECRET_LENGTH = 32


class OwnSecrets(BaseSettings):
    """An empty one counts as none."""

    api_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MEDIAQ_API_KEY", "MEDIA_ANALYSIS_API_KEY"),
        description="A key that the API accepts and commands send; setting it makes keys needed.",
    )
    key_pepper: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MEDIAQ_KEY_PEPPER"),
        description="Secret mixed into the hashes of API keys; another one voids them all.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MEDIAQ_WEBHOOK_SECRET"),
        description="What the signing secrets of webhooks are derived from, at least 32 characters;"
        " a file `webhook-secret` in the data directory unless set. Another one voids them all.",
    )

    @field_validator("api_key", "key_pepper", "webhook_secret", mode="before")
    @classmethod
    def _fits_a_header(cls, value: Any) -> Any:
        text = _plain(value)
        if isinstance(text, str) and not re.fullmatch("[!-~]*", text):
            raise ValueError("must be printable ASCII without spaces")
        return value if text else None

    @field_validator("webhook_secret")
    @classmethod
    def _cannot_be_guessed(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < WEBHOOK_SECRET_LENGTH:
            raise ValueError(f"must have at least {WEBHOOK_SECRET_LENGTH} characters")
        return value


def _plain(value: Any) -> Any:
    return value.get_secret_value() if isinstance(value, SecretStr) else value
