"""What the compiler cannot say it refuses; what it says is what is committed."""

import subprocess
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, create_model

from mediaq.contracts.analysis import CLOSED
from mediaq.contracts.compiler import compile, files
from mediaq.contracts.drift import outdated
from mediaq.contracts.rules import NotCompilable
from mediaq.db.files import sql_dir

ROOT = Path(__file__).resolve().parents[2]


class Tree(BaseModel):
    """A model that contains itself."""

    model_config = CLOSED
    left: "Tree | None" = None


@pytest.mark.parametrize(
    "kind",
    [
        Annotated[int, Field(ge=1)],
        Annotated[float, Field(lt=1)],
        Annotated[int, Field(ge=0, le=9, multiple_of=3)],
        str,
        Annotated[str, Field(pattern="^(a+)+$")],
        Annotated[str, Field(pattern=r"^\d$")],
        Annotated[str, Field(pattern="a")],
        list[Annotated[int, Field(ge=0, le=9)]],
        dict[str, Annotated[int, Field(ge=0, le=9)]],
        Annotated[int, Field(ge=0, le=9)] | bool,
        tuple[bool, bool],
        Any,
    ],
    ids=str,
)
def test_what_has_no_words_in_sql_is_refused(kind: Any) -> None:
    model = create_model("Strange", __config__=CLOSED, field=(kind, ...))
    with pytest.raises(NotCompilable):
        compile(model, "strange")


def test_so_are_open_models_odd_names_and_recursion() -> None:
    for model in (
        create_model("Open", field=(bool, True)),
        create_model("Odd", __config__=CLOSED, **{"it's": (bool, True)}),  # type: ignore[call-overload]
        Tree,
    ):
        with pytest.raises(NotCompilable):
            compile(model, "strange")


def test_the_committed_files_are_what_the_models_compile_to() -> None:
    assert outdated(sql_dir()) == [], "run scripts/compile-contracts"


def test_a_stale_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "functions" / "contracts"
    folder.mkdir(parents=True)
    for name, text in files().items():
        (folder / name).write_text(text)
    assert outdated(tmp_path) == []
    (folder / "analysis_options.sql").write_text("select 1;")
    assert outdated(tmp_path) == ["functions/contracts/analysis_options.sql"]


def test_the_script_can_check() -> None:
    script = ROOT / "scripts" / "compile-contracts"
    assert subprocess.run([script, "--check"], check=False).returncode == 0
