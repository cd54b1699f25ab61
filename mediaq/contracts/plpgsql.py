"""Lines of a PL/pgSQL function that collects error messages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from mediaq.contracts.rules import Rule, quote

# Pieces of a path as SQL expressions; the path of the value itself has none.
Path = Sequence[str]


@dataclass
class Writer:
    """Statements and the variables that they need."""

    lines: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)

    def line(self, indent: int, text: str) -> None:
        """One line, indented by two blanks for each step."""
        self.lines.append("  " * indent + text)

    def variable(self, name: str, kind: str) -> str:
        """Declares a variable, once, and returns its name."""
        self.variables[name] = kind
        return name

    def say(self, path: Path, sentence: str, indent: int) -> None:
        """Appends `path: sentence` to the errors."""
        pieces = [*path, quote(f": {sentence}" if path else sentence)]
        text = " || ".join(pieces).replace("' || '", "")
        self.line(indent, f"errors := array_append(errors, {text});")

    def refuse(self, rules: Sequence[Rule], name: str, path: Path, indent: int) -> None:
        """One message: that of the first rule which refuses the variable."""
        for number, rule in enumerate(rules):
            word = "elsif" if number else "if"
            self.line(indent, f"{word} {rule.refused.format(name)} then")
            self.say(path, rule.sentence, indent + 1)
        self.line(indent, "end if;")

    @contextmanager
    def unless(self, rules: Sequence[Rule], name: str, path: Path, indent: int) -> Iterator[None]:
        """What is written inside runs when no rule refuses the variable."""
        self.refuse(rules, name, path, indent)
        self.lines[-1] = "  " * indent + "else"
        yield
        self.line(indent, "end if;")
