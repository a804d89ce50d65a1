"""What is owed and was paid, as the API shows it."""

from rest_framework import serializers


class WaivedShape(serializers.Serializer):
    """A part that is not asked for, by which rule: ``code`` of the catalogue, empty for another one. ``percent`` is null where
    the rule takes off an amount; ``stated`` where an official said how much."""

    code = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    rule = serializers.CharField()
    citation = serializers.CharField()
    amount = serializers.IntegerField()
    stated = serializers.BooleanField()
    unverified = serializers.BooleanField()


class ExplanationShape(serializers.Serializer):
    """How an amount came about: so many copies of so much, or a share of a base; ``stated`` by an official."""

    each = serializers.IntegerField(allow_null=True)
    copies = serializers.IntegerField(allow_null=True)
    base = serializers.IntegerField(allow_null=True)
    percent = serializers.CharField(allow_null=True)
    stated = serializers.BooleanField()
    waived = WaivedShape(allow_null=True)


class ChargeShape(serializers.Serializer):
    """One fee, in đồng: before and after what is waived."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    full = serializers.IntegerField()
    due = serializers.IntegerField()
    state = serializers.ChoiceField(["owed", "waived"])
    citation = serializers.CharField()
    unverified = serializers.BooleanField()
    assessed_at = serializers.DateTimeField()
    explanation = ExplanationShape()


class RefundShape(serializers.Serializer):
    """Money of a payment that was given back, by which voucher."""

    amount = serializers.IntegerField()
    voucher = serializers.CharField()
    refunded_at = serializers.DateTimeField()


class PaymentShape(serializers.Serializer):
    """Money that came in, with the number of its receipt; ``paid_at`` as the bank said, ``recorded_at`` when we wrote it."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    amount = serializers.IntegerField()
    method = serializers.ChoiceField(["cash", "vietqr", "card", "national_portal"])
    state = serializers.ChoiceField(["valid", "disputed", "voided", "moved"])
    paid_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    voided_at = serializers.DateTimeField(allow_null=True)
    bank_reference = serializers.CharField(allow_null=True)
    refunds = RefundShape(many=True)


class TransferShape(serializers.Serializer):
    """How the rest is paid by transfer, while the dossier is under way; ``qr``: the text of the VietQR code."""

    bank = serializers.CharField()
    account = serializers.CharField()
    holder = serializers.CharField()
    amount = serializers.IntegerField()
    message = serializers.CharField()
    qr = serializers.CharField(allow_null=True)


class ChargesShape(serializers.Serializer):
    """The balance of a dossier in đồng."""

    owed = serializers.IntegerField()
    paid = serializers.IntegerField()
    left = serializers.IntegerField()
    over = serializers.IntegerField()
    settled = serializers.BooleanField()
    charges = ChargeShape(many=True)
    payments = PaymentShape(many=True)
    transfer = TransferShape(allow_null=True)
