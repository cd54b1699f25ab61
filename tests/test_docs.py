"""What the documents say, held against the code."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("script", "page"),
    [
        ("settings-table", "settings.md"),
        ("errors-page", "errors.md"),
        ("findings-page", "findings.md"),
    ],
)
def test_a_page_is_what_its_script_writes(script: str, page: str) -> None:
    shown = subprocess.run(
        [ROOT / "scripts" / script, "--print"], capture_output=True, text=True, check=True
    ).stdout
    assert (ROOT / "docs" / page).read_text() == shown, f"run scripts/{script}"


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "sql" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
