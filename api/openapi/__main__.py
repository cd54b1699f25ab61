"""`python -m api.openapi`: the document on stdout."""

import json
import sys

from api.app import create_app
from api.openapi.document import openapi
from mediaq.settings import Settings


def text() -> str:
    """The document as it is committed."""
    routes = create_app(Settings(_env_file=None)).routes
    return json.dumps(openapi(routes), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
