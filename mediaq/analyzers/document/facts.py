"""What was read from a document, whatever its format."""

from dataclasses import dataclass, field

MOST_CHARACTERS = 1_000_000
READ_SECONDS = 60.0

# What a document may carry besides its pages.
SCRIPT, LAUNCH, REMOTE, ATTACHMENT = "script", "launch", "remote", "attachment"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown. `ink` is the share of its area that differs from the paper; `dpi`
    that of the pictures where they fill the page; `turn` the degrees clockwise by which most of the
    text is turned; `strange` are the fonts of visible text that the file does not carry; `fields`:
    there are some to fill in, which are not drawn. None: not measured."""

    number: int
    text: str
    ink: float | None = None
    dpi: float | None = None
    turn: int = 0
    strange: frozenset[str] = frozenset()
    readable: bool = True
    fields: bool = False

    @property
    def has_text(self) -> bool:
        """Whether there is a letter or a digit."""
        return any(character.isalnum() for character in self.text)

    @property
    def scanned(self) -> bool:
        """Whether it is a picture of a page only."""
        return self.dpi is not None and not self.has_text


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says about itself; `active` names what runs or is carried along."""

    title: str = ""
    author: str = ""
    language: str = ""
    bookmarks: bool = False
    active: frozenset[str] = frozenset()
    tags: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `page_count` is None where the format has no pages; then `pages` is one stretch
    of text. `truncated`: there is more than was read. `pictures`: holds pictures. `rebuilt`: its
    index was damaged, so that it had to be searched for what it holds."""

    form: str
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    truncated: bool = False
    encrypted: bool = False
    pictures: bool = False
    rebuilt: bool = False
    properties: Properties | None = None

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n\n".join(page.text for page in self.pages)
