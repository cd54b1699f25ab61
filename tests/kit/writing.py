"""Pictures of writing, and PDFs that are such pictures."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LINES = ("The harbour was quiet.", "Invoice 4711")


def writing(lines: Sequence[str] = LINES, size: tuple[int, int] = (480, 200)) -> Image.Image:
    """Black lines on white, in letters 30 pixels high."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        draw.text((40, 40 + 60 * index), line, fill="black", font=ImageFont.load_default(30))
    return picture


def scanned(path: Path, pages: Sequence[Image.Image]) -> Path:
    """A PDF of one picture a page and no text."""
    pages[0].save(path, "PDF", save_all=True, append_images=list(pages[1:]), resolution=150)
    return path
