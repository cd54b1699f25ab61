"""Where the committed document is: beside the docs in a checkout, in the package when installed."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_CHECKOUT = _PACKAGE.parent / "docs" / "openapi.json"
DOCUMENT = _CHECKOUT if _CHECKOUT.is_file() else _PACKAGE / "openapi.json"
