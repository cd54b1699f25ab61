"""Keys of the services outside that may be asked; a part of the settings."""

from typing import Any

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


def _key(variable: str, provider: str) -> Any:
    return Field(
        None,
        validation_alias=AliasChoices(variable),
        description=f"Key of {provider}; never shown.",
    )


class ProviderKeys(BaseSettings):
    """One field for each provider, `<name>_api_key`; an empty one counts as none."""

    groq_api_key: SecretStr | None = _key("GROQ_API_KEY", "Groq")
    deepgram_api_key: SecretStr | None = _key("DEEPGRAM_API_KEY", "Deepgram")
    openai_api_key: SecretStr | None = _key("OPENAI_API_KEY", "OpenAI")
    gemini_api_key: SecretStr | None = _key("GEMINI_API_KEY", "Gemini")
    minimax_api_key: SecretStr | None = _key("MINIMAX_API_KEY", "MiniMax")

    def configured_providers(self) -> dict[str, bool]:
        """Whether each provider has a key."""
        return {
            name.removesuffix("_api_key"): bool(key and key.get_secret_value())
            for name in ProviderKeys.model_fields
            for key in [getattr(self, name)]
        }
