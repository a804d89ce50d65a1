"""What a dossier owes and has paid."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from dossiers.actions.assess_charges import is_collectable
from dossiers.models import Charge, Dossier, Payment, Refund
from dossiers.money import account_of, balance_of, refunds_of
from dossiers.transfers import open_disputes
from dossiers.vietqr import QrFault, message_of, payload
from foundation.local_time import iso_local
from portal.api.base import Resource
from portal.api.dossiers import visible
from portal.api.schema import described
from portal.api.shapes.money import ChargesShape


class Charges(Resource):
    """``GET dossiers/{id}/charges/``: fees with how they were computed, payments with their receipts and
    what was refunded of them, and how to pay the rest where it is still asked for."""

    read_scope = "dossiers:read"

    @described("list_dossier_charges", "Phí, lệ phí phải nộp và đã nộp của hồ sơ", {200: ChargesShape}, 404)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        balance = balance_of(row.id)
        disputed, refunds = open_disputes(balance.payments), refunds_of(balance.payments)
        collectable = balance.left and row.code and is_collectable(row)
        return Response({
            "owed": balance.owed, "paid": balance.paid, "left": balance.left, "over": balance.over, "settled": balance.settled,
            "charges": [_charge(c) for c in balance.charges],
            "payments": [_payment(p, p.id in disputed, refunds.get(p.id, [])) for p in balance.payments],
            "transfer": _transfer(row, balance.left) if collectable else None,
        })  # fmt: skip


def _charge(row: Charge) -> dict[str, Any]:
    why = row.explanation
    waived = {"code": "", "stated": False, "unverified": False, **why["waived"]} if why.get("waived") else None
    return {
        "id": str(row.id), "name": row.name, "kind": why.get("kind", ""), "full": row.full, "due": row.due, "state": row.state,
        "citation": why.get("citation", ""), "unverified": bool(why.get("unverified")), "assessed_at": iso_local(row.assessed_at),
        "explanation": {
            "each": why.get("each"), "copies": why.get("copies"), "base": why.get("base"), "percent": why.get("percent"),
            "stated": bool(why.get("stated")), "waived": waived,
        },
    }  # fmt: skip


def _payment(row: Payment, disputed: bool, refunds: list[Refund]) -> dict[str, Any]:
    state = "moved" if row.moved_to_id else "voided" if row.voided_at else "disputed" if disputed else "valid"
    return {
        "id": str(row.id), "number": row.receipt, "amount": row.amount, "method": row.method, "state": state,
        "paid_at": iso_local(row.paid_at), "recorded_at": iso_local(row.recorded_at), "voided_at": iso_local(row.voided_at),
        "bank_reference": row.bank_reference or None,
        "refunds": [
            {"amount": r.amount, "voucher": r.voucher, "refunded_at": iso_local(r.refunded_at)} for r in refunds
        ],
    }  # fmt: skip


def _transfer(row: Dossier, left: int) -> dict[str, Any] | None:
    """How the rest is paid by transfer today; None where the unit has no account."""
    account = account_of(row)
    if account is None:
        return None
    message = message_of(row.code or "")
    try:
        qr = payload(account.bank, account.number, left, message)
    except QrFault:
        qr = None
    return {
        "bank": account.bank, "account": account.number, "holder": account.holder, "amount": left, "message": message, "qr": qr,
    }  # fmt: skip
