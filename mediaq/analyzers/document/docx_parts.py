"""What is read from each part of a Word document, as events of its XML come."""

from mediaq.analyzers.document.facts import MOST_CHARACTERS, REMOTE

_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t", "tr": "\n", "tc": "\t"}
# What Word fetches as soon as the document is opened.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")


class Body:
    """The text in the order of the file. What was deleted is not there, nor the second form of
    text boxes, which only old programs show."""

    def __init__(self, left: int = MOST_CHARACTERS) -> None:
        self.full = False
        self._pieces: list[str] = []
        self._left = left
        self._writing = False
        self._hidden = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Fallback":
            self._hidden += 1
        self._writing = name == "t"
        if name in ("br", "cr", "tab"):
            self._add(_BREAKS[name])

    def end(self, name: str) -> None:
        self._writing = False
        if name == "Fallback":
            self._hidden -= 1
        elif name in ("p", "tr", "tc"):
            self._add(_BREAKS[name])

    def text(self, data: str) -> None:
        if self._writing:
            self._add(data)

    def _add(self, data: str) -> None:
        if self._hidden:
            return
        self._pieces.append(data[: self._left])
        self._left -= len(data)
        self.full = self._left < 0

    def __str__(self) -> str:
        return "".join(self._pieces)


class Core:
    """Title, creator and language in the properties, by the names of their elements."""

    full = False

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._name = name

    def end(self, name: str) -> None:
        self._name = ""

    def text(self, data: str) -> None:
        if self._name:
            self.found[self._name] = (self.found.get(self._name, "") + data)[:1000]


class Styles:
    """The language that all text has unless it says otherwise."""

    full = False

    def __init__(self) -> None:
        self.language = ""
        self._default = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPrDefault":
            self._default = True
        elif name == "lang" and self._default:
            self.language = attributes.get("val", "")[:64]

    def end(self, name: str) -> None:
        if name == "rPrDefault":
            self._default = False

    def text(self, data: str) -> None:
        pass


class Relations:
    """What a part refers to: the main part, and things elsewhere."""

    full = False

    def __init__(self) -> None:
        self.main = ""
        self.active: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        outside = attributes.get("TargetMode") == "External"
        if kind.endswith("/officeDocument") and not outside:
            self.main = target.removeprefix("/")
        if kind.endswith(_FETCHED) and outside:
            self.active.add(REMOTE)

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass
