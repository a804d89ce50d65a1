from procedures.models.authority import Authority
from procedures.models.commitment import Commitment
from procedures.models.fee import FeeRow
from procedures.models.own_process import OwnProcess
from procedures.models.procedure import Alias, Field, Procedure
from procedures.models.requirement import Requirement
from procedures.models.step import StepDefinition
from procedures.models.version import ProcedureVersion
from procedures.models.waiver import WaiverRule

__all__ = [
    "Alias",
    "Authority",
    "Commitment",
    "FeeRow",
    "Field",
    "OwnProcess",
    "Procedure",
    "ProcedureVersion",
    "Requirement",
    "StepDefinition",
    "WaiverRule",
]
