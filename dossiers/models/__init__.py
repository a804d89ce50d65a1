from dossiers.models.assignment import Assignment
from dossiers.models.assignment_rule import AssignmentRule
from dossiers.models.clock_entry import ClockEntry, DueRecord
from dossiers.models.code_scheme import OwnCodeScheme
from dossiers.models.collector import Collector
from dossiers.models.counter import CodeCounter
from dossiers.models.custody import HandOverItem, HandOverSlip
from dossiers.models.dispute import Dispute
from dossiers.models.dossier import Dossier
from dossiers.models.dossier_step import DossierStep
from dossiers.models.money import BankAccount, Charge, Payment, ReceiptCounter, ShiftClose
from dossiers.models.papers import Attachment, Result
from dossiers.models.parent_dossier import ParentDossier
from dossiers.models.party import Party
from dossiers.models.refund import Refund
from dossiers.models.remark import Remark
from dossiers.models.word import DossierWord

__all__ = [
    "Assignment",
    "AssignmentRule",
    "Attachment",
    "BankAccount",
    "Charge",
    "ClockEntry",
    "CodeCounter",
    "Collector",
    "Dispute",
    "Dossier",
    "DossierStep",
    "DossierWord",
    "DueRecord",
    "HandOverItem",
    "HandOverSlip",
    "OwnCodeScheme",
    "ParentDossier",
    "Party",
    "Payment",
    "ReceiptCounter",
    "Refund",
    "Remark",
    "Result",
    "ShiftClose",
]
