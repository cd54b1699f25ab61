"""The command line, and the composition root: the only place that knows API and workers both."""

import sys


def main() -> None:
    """The console script: runs one command and ends the process with its exit code."""
    from mediaq.cli.app import run

    sys.exit(run(sys.argv[1:]))
