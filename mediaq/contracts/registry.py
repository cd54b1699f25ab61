"""Every contract: which model holds for which column."""

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mediaq.contracts.analysis import AnalysisConfig, AnalysisOptions, AnalysisParameters
from mediaq.errors import InvalidInput

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Contract:
    """A model and its name, `<table>_<column>`; every function compiled from it bears the name."""

    name: str
    model: type[BaseModel]


CONTRACTS = (
    Contract("analysis_config", AnalysisConfig),
    Contract("analysis_options", AnalysisOptions),
    Contract("analysis_parameters", AnalysisParameters),
)


def parse(model: type[Model], raw: Any) -> Model:
    """The value as its model. Raises InvalidInput that names every problem, not the values."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}".removeprefix(": ")
            for problem in error.errors(include_url=False, include_input=False)
        ]
        raise InvalidInput("; ".join(problems)) from None
