import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A shift holds all that a cashier took, not the cash alone, and may be closed by somebody else; an account that was entered
    wrong can be replaced on its first day. What was taken by card or transfer before is counted at the next close."""

    dependencies = [
        ("dossiers", "0024_what_the_bank_says"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="shiftclose",
            name="others",
            field=models.JSONField(default=list, verbose_name="các cách nộp khác"),
        ),
        migrations.AddField(
            model_name="shiftclose",
            name="closed_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người chốt thay",
            ),
        ),
        migrations.AddIndex(
            model_name="shiftclose",
            index=models.Index(fields=["cashier", "-id"], name="shift_close_cashier"),
        ),
        migrations.RemoveIndex(model_name="payment", name="payment_of_open_shift"),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("cashier__isnull", False), ("shift__isnull", True)),
                fields=["agency", "cashier", "id"],
                name="payment_of_open_shift",
            ),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="replaced_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="được thay vì nhập sai lúc"),
        ),
        migrations.RemoveConstraint(model_name="bankaccount", name="bank_account_current"),
        migrations.RemoveConstraint(model_name="bankaccount", name="bank_account_begins_once"),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True), ("valid_to__isnull", True)),
                fields=("agency",),
                name="bank_account_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("agency", "valid_from"),
                name="bank_account_begins_once",
            ),
        ),
        migrations.AlterField(
            model_name="bankaccount",
            name="is_active",
            field=models.BooleanField(
                default=True, verbose_name="đang dùng: ghi trên giấy báo, mã VietQR và nhận thông báo của ngân hàng"
            ),
        ),
    ]
