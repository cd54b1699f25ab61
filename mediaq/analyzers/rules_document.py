"""What can be wrong with documents."""

from mediaq.analyzers.rule import Rule

RULES: tuple[Rule, ...] = ()
