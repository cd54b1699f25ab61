"""The database accepts exactly what the models accept, whatever comes."""

from typing import Annotated, Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql
from pydantic import BaseModel, Field, ValidationError

from mediaq.contracts.analysis import CLOSED, AnalysisParameters
from mediaq.contracts.compiler import compile
from mediaq.contracts.registry import CONTRACTS, Contract
from tests.contracts.strategies import ANYTHING, TEXTS, fitting, like, written
from tests.kit.connections import Connection

pytestmark = pytest.mark.sql

MANY = settings(
    max_examples=400,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Line(BaseModel):
    """Nested and required, as the models of this release are not."""

    model_config = CLOSED
    x: int = Field(gt=-2, lt=3)
    word: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    kind: Literal["web"] | None = None


class Order(BaseModel):
    """Everything that the compiler can say."""

    model_config = CLOSED
    lines: list[Line | None] = Field([], max_length=2)
    scores: Annotated[list[Annotated[float, Field(ge=0.1, lt=30)]], Field(min_length=1)] = Field(
        [1.0], max_length=3
    )
    first: Line
    other: Line | None
    free: AnalysisParameters | None = None


def accepted(model: type[BaseModel], text: str) -> bool:
    try:
        model.model_validate_json(text)
    except ValidationError:
        return False
    return True


def judged(connection: Connection, name: str, text: str) -> tuple[bool, str]:
    """The database's judgement, and the text that it gives back for the value."""
    query = sql.SQL("select mediaq.{}(v), v::text from (select %s::jsonb as v) t").format(
        sql.Identifier(f"valid_{name}")
    )
    row = connection.execute(query, [text]).fetchone()
    assert row is not None
    return row[0], row[1]


def agree(connection: Connection, name: str, model: type[BaseModel], text: str) -> None:
    """Both judge the stored value alike; what the model takes as written can be stored."""
    valid, stored = judged(connection, name, text)
    assert valid == accepted(model, stored), (text, stored)
    assert valid or not accepted(model, text), text


@pytest.mark.parametrize("contract", CONTRACTS[:2], ids=lambda contract: contract.name)
@MANY
@given(data=st.data())
def test_models_of_fields(functions: Connection, contract: Contract, data: st.DataObject) -> None:
    agree(functions, contract.name, contract.model, data.draw(like(contract.model)))


@MANY
@given(text=ANYTHING.map(written) | st.dictionaries(TEXTS, ANYTHING).map(written))
def test_free_form(functions: Connection, text: str) -> None:
    agree(functions, "analysis_parameters", AnalysisParameters, text)


@pytest.fixture(scope="module")
def installed(functions: Connection) -> str:
    """The functions of a model that uses all of the compiler."""
    functions.execute(compile(Order, "order").encode())
    return "order"


LINES = st.fixed_dictionaries(
    {"x": st.integers(-2, 3)},
    optional={"word": st.text("aé", max_size=4), "kind": st.sampled_from(["web", None, "Web"])},
)
SCORES = fitting({"minimum": 0.1, "exclusiveMaximum": 30})
ORDERS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"first": LINES, "other": LINES | st.none()},
    optional={
        "lines": st.lists(LINES | st.none(), max_size=3),
        "scores": st.lists(SCORES, max_size=4),
        "free": st.dictionaries(TEXTS, ANYTHING, max_size=2) | st.none(),
    },
)
FAULTS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from([*Order.model_fields, "more"]), ANYTHING | st.just({}), max_size=1
)


@MANY
@given(order=ORDERS, fault=FAULTS, missing=st.sampled_from(["", "", "", "first", "other"]))
def test_nested_models(
    functions: Connection, installed: str, order: Any, fault: Any, missing: str
) -> None:
    order = {key: value for key, value in {**order, **fault}.items() if key != missing}
    agree(functions, installed, Order, written(order))


def test_the_whole_path_is_told(functions: Connection, installed: str) -> None:
    text = '{"first": {"x": 9, "z": 1}, "lines": [{"x": 0}, {"x": 0.5}]}'
    rows = functions.execute("select unnest(mediaq.errors_in_order(%s::jsonb))", [text]).fetchall()
    assert [row[0] for row in rows] == [
        "lines[1].x: must be a whole number",
        "first.x: must be less than 3",
        "first.z: is not known",
        "other: is missing",
    ]
