"""What the documents say, held against the code."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_settings_page_is_that_of_the_code() -> None:
    shown = subprocess.run(
        [ROOT / "scripts" / "settings-table", "--print"], capture_output=True, text=True, check=True
    ).stdout
    assert (ROOT / "docs" / "settings.md").read_text() == shown


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "sql" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
