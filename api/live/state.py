"""The state of an analysis as streams show it: a snapshot, with a version that names it."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from api.schemas.live import AnalysisState, GoneState
from api.schemas.status import Failure, Speech
from mediaq.db.pool import Row

# A list of more statuses than that is of no use to anybody.
MOST_SPOKEN = 100


@dataclass(frozen=True)
class State:
    """What is shared by all streams that show an analysis; encoded once for all of them."""

    row: Row

    @property
    def analysis_id(self) -> UUID:
        found: UUID = self.row["analysis_id"]
        return found

    @property
    def asset_id(self) -> UUID:
        found: UUID = self.row["asset_id"]
        return found

    @property
    def version(self) -> str:
        """Differs whenever anything shown does."""
        return str(self.row["version"])

    @property
    def gone(self) -> bool:
        """Deleted, or its asset."""
        return bool(self.row["gone"])

    def lost(self) -> "State":
        """The same when it is not to be seen any more."""
        return State({**self.row, "gone": True, "version": "gone"})

    @property
    def newest(self) -> bool:
        """Whether it stands for its asset: no later analysis does."""
        return bool(self.row["newest"])

    @property
    def ended(self) -> bool:
        """Neither it nor its speech will change by itself."""
        return bool(self.row["ended"])

    @property
    def status(self) -> str:
        """As the queue says it."""
        return str(self.row["status"])

    @property
    def progress(self) -> int:
        """0 to 100."""
        return int(self.row["progress"])

    @cached_property
    def model(self) -> AnalysisState:
        """As the contract has it."""
        speech = Speech.model_validate(self.row)
        spoken = self.row["spoken"][:MOST_SPOKEN]
        error = Failure.of(self.row)
        return AnalysisState(**{**self.row, "speech": speech, "spoken": spoken, "error": error})

    @cached_property
    def whole(self) -> str:
        """JSON, for the stream of this analysis."""
        return self.model.model_dump_json()

    @cached_property
    def brief(self) -> str:
        """JSON without the speech of single findings, for lists."""
        return self.model.model_dump_json(exclude={"spoken"})

    @cached_property
    def farewell(self) -> str:
        """JSON that says it is gone."""
        return GoneState(analysis_id=self.analysis_id, asset_id=self.asset_id).model_dump_json()
