"""All commands, and what becomes of their errors: one line on stderr and an exit code."""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from pydantic import ValidationError

import mediaq
from mediaq.cli import doctor, migrate, queue, up, upload, watch, worker
from mediaq.cli.options import AsJson
from mediaq.cli.output import complain, emit
from mediaq.errors import MediaqError, SchemaMismatch

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
TERMINAL = sys.stdout.isatty()

app = typer.Typer(
    name="mediaq",
    help="Turns an upload into a spoken review; Postgres is the queue.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich" if TERMINAL else None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (up, migrate, worker, upload, watch, doctor):
    app.command(module.__name__.rpartition(".")[2])(module.command)
app.add_typer(queue.app, name="queue")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(mediaq.__version__)
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """What every command shares."""


@app.command("version")
def version(as_json: AsJson = False) -> None:
    """Print the version."""
    if as_json:
        emit({"version": mediaq.__version__})
    else:
        print(mediaq.__version__)


def run(arguments: Sequence[str]) -> int:
    """Runs a command; its exit code: 0 done, 1 it failed, 2 it was asked for wrongly."""
    try:
        code = typer.main.get_command(app).main(
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
