"""Where callbacks may go: https, and by a setting http to this machine."""

import pytest

from mediaq.errors import UrlNotAllowed
from mediaq.media.fetch.callback import allowed_callback
from mediaq.settings import Settings

STRICT = Settings(_env_file=None)
TRIAL = Settings(_env_file=None, callback_http=True)


@pytest.mark.parametrize("settings", [STRICT, TRIAL])
def test_https_to_the_public_internet(settings: Settings) -> None:
    assert str(allowed_callback("https://example.com/hook?a=1", settings)).startswith("https://")


@pytest.mark.parametrize("settings", [STRICT, TRIAL])
@pytest.mark.parametrize(
    "text",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.1/hook",
        "https://localhost/hook",
        "https://example.com:8443/hook",
        "https://u:p@example.com/hook",
        "ftp://example.com/hook",
        "http://localhost:9000/hook",
        "http://10.0.0.1/hook",
        "http://[::ffff:10.0.0.1]/hook",
        "HTTP://169.254.169.254/hook",
    ],
)
def test_nowhere_else(settings: Settings, text: str) -> None:
    with pytest.raises(UrlNotAllowed):
        allowed_callback(text, settings)


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:9000/hook", "http://[::1]:9000/", "HTTP://127.1/hook"]
)
def test_trials_on_one_machine(text: str) -> None:
    assert allowed_callback(text, TRIAL).scheme == "http"
    with pytest.raises(UrlNotAllowed):
        allowed_callback(text, STRICT)
