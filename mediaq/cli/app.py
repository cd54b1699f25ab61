"""All commands, and what becomes of their errors: one line on stderr and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer
from pydantic import ValidationError

import mediaq
from mediaq.cli.options import AsJson
from mediaq.cli.output import complain, emit
from mediaq.errors import MediaqError, SchemaMismatch

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
# Each a module of this package with a `command`, or an `app` of several.
COMMANDS = (
    *("up", "migrate", "worker", "upload", "watch", "export", "search"),
    *("queue", "keys", "webhooks", "gc", "doctor"),
)


def build(names: Sequence[str] = COMMANDS) -> typer.Typer:
    """The application with these commands; what the others need is not loaded."""
    app = typer.Typer(
        name="mediaq",
        help="Turns an upload into a spoken review; Postgres is the queue.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    app.command("version")(_version)
    for name in names:
        module = import_module(f"mediaq.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        print(mediaq.__version__)
        raise typer.Exit


def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """What every command shares."""


def _version(as_json: AsJson = False) -> None:
    """Print the version."""
    if as_json:
        emit({"version": mediaq.__version__})
    else:
        print(mediaq.__version__)


def run(arguments: Sequence[str]) -> int:
    """Runs a command; its exit code: 0 done, 1 it failed, 2 it was asked for wrongly."""
    named: Sequence[str] = COMMANDS
    if arguments and arguments[0] in (*COMMANDS, "version", "--version"):
        named = [name for name in COMMANDS if name == arguments[0]]
    try:
        code = typer.main.get_command(build(named)).main(
            list(arguments), prog_name="mediaq", standalone_mode=False
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (typer.TyperException, ValidationError) as error:
        return _misused(error)
    except SchemaMismatch as error:  # the server's own words do not say what to do
        complain(error.detail if "mediaq migrate" in error.detail else str(SchemaMismatch()))
    except MediaqError as error:
        complain(error.detail)
    except OSError as error:
        complain(f"{error.filename or 'error'}: {error.strerror or error}")
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("MEDIAQ_LOG_LEVEL") == "debug":
            raise
        complain(f"{type(error).__name__}: {error} (MEDIAQ_LOG_LEVEL=debug shows where)")
    return FAILED


def _misused(error: typer.TyperException | ValidationError) -> int:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        complain(f"setting {'.'.join(map(str, first['loc']))}: {first['msg']}")
    elif "NoArgs" in type(error).__name__:
        print(error, file=sys.stderr)
    else:
        show = getattr(error, "format_message", lambda: str(error))
        complain(show())
    return getattr(error, "exit_code", USAGE)
