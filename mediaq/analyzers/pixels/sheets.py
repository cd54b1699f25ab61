"""Contact sheets, filled tile by tile, so that memory holds one sheet at a time."""

from PIL import Image

from mediaq.analyzers.pixels.geometry import Size
from mediaq.analyzers.pixels.pictures import Gallery

MARGIN = 4
BACKGROUND = (24, 24, 24, 255)


class ContactSheets:
    """Sheets of `grid` columns x rows; tiles are `tile` pixels, with margins around each."""

    def __init__(self, gallery: Gallery, *, grid: tuple[int, int], tile: Size) -> None:
        self._gallery, self._tile = gallery, tile
        self._columns, self._rows = grid
        self._sheet = self._blank()
        self._filled = self._count = self._first_ms = 0

    def add(self, picture: Image.Image, ms: int) -> None:
        """Places the next tile; a full sheet is written."""
        if self._filled == 0:
            self._first_ms = ms
        row, column = divmod(self._filled, self._columns)
        width, height = self._tile
        corner = (MARGIN + column * (width + MARGIN), MARGIN + row * (height + MARGIN))
        self._sheet.paste(picture, corner)
        self._filled += 1
        if self._filled == self._columns * self._rows:
            self._write(self._sheet)

    def finish(self) -> None:
        """Writes the last sheet, cut below its last row, if it has tiles."""
        if self._filled == 0:
            return
        rows = -(-self._filled // self._columns)
        height = MARGIN + rows * (self._tile[1] + MARGIN)
        self._write(self._sheet.crop((0, 0, self._sheet.width, height)))

    def _write(self, sheet: Image.Image) -> None:
        self._count += 1
        stem = f"sheets/sheet_{self._count:04d}"
        self._gallery.save(
            sheet, kind="contact_sheet", stem=stem, ms=self._first_ms, position=self._count
        )
        self._filled = 0
        self._sheet = self._blank()

    def _blank(self) -> Image.Image:
        width = MARGIN + self._columns * (self._tile[0] + MARGIN)
        height = MARGIN + self._rows * (self._tile[1] + MARGIN)
        # In the mode of the tiles, which are pasted without a change.
        return Image.new("RGBX", (width, height), BACKGROUND)
