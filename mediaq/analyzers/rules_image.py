"""What can be wrong with pictures that stand still."""

from mediaq.analyzers.rule import Rule

RULES: tuple[Rule, ...] = ()
