"""`python -m api`: the API in a process of its own; prints `ready http://…` when it listens."""

import sys

import uvloop

from api.server import serve
from mediaq import log
from mediaq.errors import MediaqError
from mediaq.settings import Settings


def main() -> int:
    """Runs until SIGTERM or SIGINT; the exit code."""
    settings = Settings()
    log.configure(settings.log_level)
    try:
        uvloop.run(serve(settings, lambda address: print(f"ready {address}", flush=True)))
    except MediaqError as error:
        print(f"mediaq api: {error.detail}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
