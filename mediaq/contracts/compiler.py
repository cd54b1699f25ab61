"""Pydantic models into SQL functions that accept exactly what the models accept."""

from functools import cache

from pydantic import BaseModel

from mediaq.contracts.body import Body
from mediaq.contracts.registry import CONTRACTS

ORIGIN = (
    "-- Compiled from mediaq/contracts by scripts/compile-contracts: change the model instead.\n"
)
FUNCTION = """\
create or replace function mediaq.{head}
language plpgsql immutable {promise}
as $${body}$$;
"""
NO_SUCH = """\
    raise exception 'there is no contract %', contract
      using errcode = 'invalid_parameter_value', hint = 'There are: {names}.';"""


def errors_body(model: type[BaseModel]) -> str:
    """Statements that return every problem of a `value`.

    Raises NotCompilable for a model that says something without words in SQL.
    """
    schema = model.model_json_schema()
    body = Body(schema.get("$defs", {}))
    body.value(schema, "value", [], 1)
    variables = "".join(f"  {name} {kind};\n" for name, kind in body.write.variables.items())
    lines = "\n".join(body.write.lines)
    return (
        f"\ndeclare\n  errors text[] := '{{}}';\n{variables}begin\n{lines}\n  return errors;\nend\n"
    )


def valid_body(name: str) -> str:
    """Statements that say whether `errors_in_<name>` finds nothing."""
    return f"\nbegin\n  return mediaq.errors_in_{name}(value) = '{{}}';\nend\n"


def compile(model: type[BaseModel], name: str) -> str:
    """Two functions as SQL: `mediaq.errors_in_<name>(jsonb)` and `mediaq.valid_<name>(jsonb)`."""
    errors = FUNCTION.format(
        head=f"errors_in_{name}(value jsonb) returns text[]",
        promise="strict parallel safe",
        body=errors_body(model),
    )
    valid = FUNCTION.format(
        head=f"valid_{name}(value jsonb) returns boolean",
        promise="strict parallel safe",
        body=valid_body(name),
    )
    return f"{ORIGIN}{errors}\n{valid}"


def by_name_body() -> str:
    """Statements that choose the function of a contract by its name."""
    lines = []
    for number, contract in enumerate(CONTRACTS):
        lines.append(f"  {'elsif' if number else 'if'} contract = '{contract.name}' then")
        lines.append(f"    return query select unnest(mediaq.errors_in_{contract.name}(value));")
    names = ", ".join(contract.name for contract in CONTRACTS)
    chosen = "\n".join([*lines, "  else", NO_SUCH.format(names=names), "  end if;"])
    return f"\nbegin\n{chosen}\nend\n"


def files() -> dict[str, str]:
    """Every compiled file of `sql/functions/contracts`, name → content."""
    by_name = FUNCTION.format(
        head="contract_errors(contract text, value jsonb) returns setof text",
        promise="security definer set search_path = mediaq, pg_temp",
        body=by_name_body(),
    )
    compiled = {f"{c.name}.sql": compile(c.model, c.name) for c in CONTRACTS}
    return {**compiled, "contract_errors.sql": ORIGIN + by_name}


@cache
def sources() -> dict[str, tuple[str, str]]:
    """Every compiled function: its signature → its file and its body, as Postgres stores it."""
    found = {"mediaq.contract_errors(text,jsonb)": ("contract_errors.sql", by_name_body())}
    for contract in CONTRACTS:
        name, file = contract.name, f"{contract.name}.sql"
        found[f"mediaq.errors_in_{name}(jsonb)"] = (file, errors_body(contract.model))
        found[f"mediaq.valid_{name}(jsonb)"] = (file, valid_body(name))
    return found
