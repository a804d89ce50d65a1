"""How likely things are in one service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """Shares of dossiers (0 to 1) to which something happens. The defaults are those of an orderly office."""

    intake_refused: float = 0.03  # of those filed from afar: at the counter papers are simply handed back
    intake_supplement: float = 0.07
    assigned_by_head: float = 0.0
    supplement: float = 0.10
    second_supplement: float = 0.02  # of those asked once
    pays: float = 0.0  # land: taxes and fees are set while it is settled
    withdrawn: float = 0.015
    stopped: float = 0.01
    refused: float = 0.04
    late: float = 0.14
    stuck: float = 0.012  # late by weeks
    extended: float = 0.35  # of those that will be late
    recalled: float = 0.006
    records_result: float = 0.9  # number and signer of the result are entered


QUICK = Habit(
    intake_refused=0.02, supplement=0.02, withdrawn=0.004, stopped=0.002, refused=0.01, late=0.04, stuck=0.0, extended=0.0
)  # fmt: skip
