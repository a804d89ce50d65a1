import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

# Whoever had a step of a dossier, or was asked about it, sees it too.
RULE = (
    "(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND province_id = scope_province() AND"
    " scope_sees_agencies(VARIADIC {agencies})) OR ((SELECT scope_is('citizen')) AND scope_person() = ANY(citizen_ids))"
)
OWN = "ARRAY[agency_id, receiving_agency_id, support_agency_id]"
POLICY = "ALTER POLICY dossiers_dossier_scope ON dossiers_dossier USING ({rule}) WITH CHECK ({rule});"
WITH_OTHERS = POLICY.format(rule=RULE.format(agencies=f"{OWN} || other_agency_ids"))
STEPS = "province_id = scope_province() AND (scope_sees_agencies(agency_id) OR dossiers_seen(dossier_id))"
BY_QUESTION = (
    "ALTER POLICY dossiers_dossierstep_scope ON dossiers_dossierstep USING ({rule}) WITH CHECK ({rule});".format(
        rule=f"(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND {STEPS})"
    )
)
WITHOUT = POLICY.format(rule=RULE.format(agencies=OWN))


class Migration(migrations.Migration):
    """The way of a dossier through its process: at which step it is and has been, and who has to do with it."""

    dependencies = [
        ("accounts", "0006_names_as_long_as_in_a_dossier"),
        ("dossiers", "0008_own_code_schemes"),
        ("notifications", "0005_delivered_while_waiting_for_another_try"),
        ("procedures", "0005_versions_stay_as_they_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="other_agency_ids",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), default=list, editable=False, size=None
            ),
        ),
        migrations.CreateModel(
            name="DossierStep",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="lần")),
                (
                    "staff_role",
                    models.CharField(
                        choices=[
                            ("guide", "Cán bộ hướng dẫn"),
                            ("receptionist", "Cán bộ tiếp nhận"),
                            ("returner", "Cán bộ trả kết quả"),
                            ("cashier", "Cán bộ thu phí"),
                            ("unit_head", "Lãnh đạo phòng"),
                            ("case_officer", "Chuyên viên thụ lý"),
                            ("coordinator", "Cơ quan phối hợp"),
                            ("signer", "Lãnh đạo ký duyệt"),
                            ("clerk", "Văn thư"),
                            ("centre_director", "Giám đốc Trung tâm"),
                            ("controller", "Kiểm soát thủ tục hành chính"),
                            ("admin", "Quản trị hệ thống"),
                            ("inspector", "Thanh tra"),
                            ("province_leader", "Lãnh đạo tỉnh"),
                        ],
                        max_length=20,
                        verbose_name="vai trò",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "đang ở bước này"),
                            ("done", "đã xong"),
                            ("sent_back", "trả lại bước trước"),
                            ("pulled_back", "thu hồi"),
                            ("cancelled", "kết thúc theo hồ sơ"),
                            ("silent", "quá hạn trả lời, coi như đồng ý"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="tình trạng",
                    ),
                ),
                ("arrived_at", models.DateTimeField(verbose_name="đến lúc")),
                ("arrived_version", models.PositiveIntegerField(editable=False)),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="hạn của bước")),
                (
                    "due_sort",
                    models.DateTimeField(
                        default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC), editable=False
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                ("silence_agrees", models.BooleanField(default=False, verbose_name="không trả lời là đồng ý")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agreed", "Đồng ý"),
                            ("agreed_if", "Đồng ý, kèm ý kiến"),
                            ("refused", "Không đồng ý"),
                        ],
                        max_length=10,
                        verbose_name="ý kiến",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                (
                    "beside",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="dossiers.dossierstep",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.stepdefinition",
                        verbose_name="bước",
                    ),
                ),
            ],
            options={
                "verbose_name": "bước của hồ sơ",
                "verbose_name_plural": "bước của hồ sơ",
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["agency", "staff_role", "due_sort", "id"],
                        name="dossier_step_desk",
                    ),
                    models.Index(
                        condition=models.Q(("silence_agrees", True), ("state", "open")),
                        fields=["due_sort", "id"],
                        name="dossier_step_silence",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "number"), name="dossier_step_numbered"),
                    models.UniqueConstraint(
                        condition=models.Q(("beside__isnull", True), ("state", "open")),
                        fields=("dossier",),
                        name="dossier_at_one_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "open")),
                            models.Q(models.Q(("state", "open"), _negated=True), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="dossier_step_ends_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE dossiers_dossier ALTER other_agency_ids SET DEFAULT '{}'",
            "ALTER TABLE dossiers_dossier ALTER other_agency_ids DROP DEFAULT",
        ),
        migrations.RunSQL(WITH_OTHERS, WITHOUT),
        RowSecurity("dossiers_dossierstep", staff=STEPS),
        migrations.RunSQL(BY_QUESTION, migrations.RunSQL.noop),
    ]
