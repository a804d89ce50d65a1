import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What was said stays said; only the name of who wrote it down may be forgotten (their account was deleted).
CONSENT_KEPT = """
CREATE FUNCTION accounts_consent_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) - 'recorded_by_id' - 'recorded_by_client_id' = to_jsonb(NEW) - 'recorded_by_id' - 'recorded_by_client_id'
      AND (NEW.recorded_by_id IS NULL OR NEW.recorded_by_id = OLD.recorded_by_id)
      AND (NEW.recorded_by_client_id IS NULL OR NEW.recorded_by_client_id = OLD.recorded_by_client_id) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a consent is never changed; a new choice is a new row';
END $$;
CREATE TRIGGER accounts_consent_kept BEFORE UPDATE ON accounts_consent
FOR EACH ROW EXECUTE FUNCTION accounts_consent_kept();
"""


class Migration(migrations.Migration):
    """Dates in order, codes that say their province, who recorded a consent, which former province is in doubt."""

    dependencies = [
        ("accounts", "0002_everybodys_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="recorded_by_client",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.OAUTH2_PROVIDER_APPLICATION_MODEL,
                verbose_name="hệ thống ghi nhận",
            ),
        ),
        migrations.AddField(
            model_name="oldterritory",
            name="unverified",
            field=models.BooleanField(default=False, verbose_name="cần kiểm tra"),
        ),
        migrations.AlterField(
            model_name="business",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc"),
        ),
        migrations.AlterField(
            model_name="businesscontact",
            name="business",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="accounts.business",
                verbose_name="doanh nghiệp, tổ chức",
            ),
        ),
        migrations.AlterField(
            model_name="businesscontact",
            name="citizen",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="business_roles",
                to="accounts.citizen",
                verbose_name="người liên hệ",
            ),
        ),
        migrations.AlterField(
            model_name="citizen",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, verbose_name="ghi lúc"),
        ),
        migrations.AlterField(
            model_name="citizen",
            name="user",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citizen",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tài khoản",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="business",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="accounts.business",
                verbose_name="doanh nghiệp, tổ chức",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="citizen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="accounts.citizen",
                verbose_name="công dân",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi nhận",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="source",
            field=models.CharField(
                choices=[
                    ("counter", "Tại quầy"),
                    ("national_portal", "Cổng Dịch vụ công quốc gia"),
                    ("online", "Trực tuyến"),
                    ("post", "Bưu chính"),
                    ("chat", "Tin nhắn Zalo"),
                    ("other_system", "Hệ thống khác"),
                ],
                default="counter",
                max_length=20,
                verbose_name="cách ghi nhận",
            ),
        ),
        migrations.AlterField(
            model_name="official",
            name="user",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="official",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tài khoản",
            ),
        ),
        migrations.AlterField(
            model_name="oldterritory",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="old_territories",
                to="accounts.commune",
                verbose_name="xã, phường, đặc khu",
            ),
        ),
        migrations.AlterField(
            model_name="oldterritory",
            name="old_province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.province",
                verbose_name="tỉnh cũ",
            ),
        ),
        migrations.AddIndex(
            model_name="agency",
            index=models.Index(fields=["province", "code", "id"], name="agency_province_code"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(fields=("code", "valid_from"), name="agency_code_begins_once"),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="agency_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="businesscontact",
            constraint=models.UniqueConstraint(
                fields=("business", "citizen", "role", "valid_from"), name="business_contact_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="businesscontact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("business", "citizen", "role"),
                name="business_contact_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="businesscontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="business_contact_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="commune",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="commune_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.CheckConstraint(
                condition=models.Q(("can_sign", True), ("capacity", ""), _connector="OR"),
                name="position_capacity_of_signers",
                violation_error_message="Chỉ vị trí được ký mới có tư cách ký.",
            ),
        ),
        migrations.AddConstraint(
            model_name="province",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    ("valid_from__isnull", True),
                    _connector="OR",
                ),
                name="province_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="province",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", False), ("merged_into__isnull", True), _connector="OR"),
                name="province_merged_has_ended",
                violation_error_message="Tỉnh đã nhập vào tỉnh khác phải có ngày hết hiệu lực.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="position",
            name="position_dates",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="position_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.RunSQL(
            CONSENT_KEPT,
            "DROP TRIGGER accounts_consent_kept ON accounts_consent; DROP FUNCTION accounts_consent_kept();",
        ),
    ]
