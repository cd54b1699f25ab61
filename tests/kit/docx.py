"""Writes small Word documents whose every fault is known."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def relations(*entries: tuple[str, str, str]) -> str:
    """A part of relations: kind, target and mode of each."""
    rows = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for i, (kind, target, mode) in enumerate(entries)
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def docx(
    path: Path,
    body: str,
    *,
    title: str = "A title",
    author: str = "",
    language: str = "en-GB",
    more: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A document with this body; empty `title`, `author` and `language` are left out, `more` are
    further parts, or others in their place."""
    core = "".join(
        f"<dc:{name}>{text}</dc:{name}>"
        for name, text in (("title", title), ("creator", author))
        if text
    )
    lang = f"<w:rPrDefault><w:rPr><w:lang w:val='{language}'/></w:rPr></w:rPrDefault>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "Internal")),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{lang if language else ''}</w:styles>",
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</c>',
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path
