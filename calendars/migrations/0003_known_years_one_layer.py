import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import PublicReading

BOTH = "Chỉ chọn tỉnh hoặc đơn vị, không chọn cả hai."
ONE_LAYER = models.Q(("province__isnull", True), ("agency__isnull", True), _connector="OR")
WEEKDAYS = [
    (0, "Thứ Hai"), (1, "Thứ Ba"), (2, "Thứ Tư"), (3, "Thứ Năm"), (4, "Thứ Sáu"), (5, "Thứ Bảy"), (6, "Chủ nhật"),
]  # fmt: skip

# A province writes its own rows and those of its agencies; the country's come from files, under the system scope: one
# province must not move the dates of another.
OWN = (
    "CASE WHEN {table}.agency_id IS NOT NULL THEN EXISTS (SELECT 1 FROM accounts_agency a"
    " WHERE a.id = {table}.agency_id AND a.province_id = scope_province())"
    " ELSE scope_agencies() IS NULL AND coalesce({table}.province_id = scope_province(), false) END"
)
OF_PATTERN = (  # noqa: S608 - a policy, from our own words
    "EXISTS (SELECT 1 FROM calendars_workpattern p WHERE p.id = calendars_worksession.pattern_id AND {own})"
).format(own=OWN.format(table="p"))
BEFORE = OWN.replace("scope_province(), false)", "scope_province(), true)")


def again(table: str, staff: str, before: str) -> list[migrations.RunSQL]:
    """The table's policies anew."""
    old = PublicReading(table, staff=before)
    return [migrations.RunSQL(old.reverse_sql, old.sql), PublicReading(table, staff=staff)]


class Migration(migrations.Migration):
    """Which years are complete is said, not guessed; a row is of one layer; the country's rows are nobody's to change."""

    dependencies = [("calendars", "0002_written_by_their_own"), ("accounts", "0002_everybodys_rows")]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("citation", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("unverified", models.BooleanField(default=False, verbose_name="cần kiểm tra")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="cập nhật lúc")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2199),
                        ],
                        verbose_name="năm",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                        verbose_name="tỉnh",
                    ),
                ),
            ],
            options={"verbose_name": "năm đã đủ ngày nghỉ", "verbose_name_plural": "năm đã đủ ngày nghỉ"},
        ),
        migrations.AddConstraint(
            model_name="calendaryear",
            constraint=models.UniqueConstraint(
                fields=("year", "province", "agency"), name="calendar_year_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="workpattern",
            constraint=models.UniqueConstraint(
                fields=("valid_from", "province", "agency"), name="work_pattern_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="workpattern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="work_pattern_dates",
                violation_error_message="Ngày hết hiệu lực phải sau ngày hiệu lực.",
            ),
        ),
        *[
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(condition=ONE_LAYER, name=name, violation_error_message=BOTH),
            )
            for model, name in (
                ("calendaryear", "calendar_year_layer"),
                ("calendarday", "calendar_day_layer"),
                ("workpattern", "work_pattern_layer"),
            )
        ],
        *[
            migrations.AlterField(
                model_name=model,
                name="updated_at",
                field=models.DateTimeField(auto_now=True, verbose_name="cập nhật lúc"),
            )
            for model in ("calendarday", "workpattern")
        ],
        migrations.AlterField(
            model_name="calendarday",
            name="sessions",
            field=models.JSONField(
                blank=True,
                null=True,
                help_text='[["07:30","11:30"]]; bỏ trống: ngày làm bù như thứ Hai của tuần đó, làm nửa ngày thì chỉ buổi đầu',
                verbose_name="buổi làm việc",
            ),
        ),
        migrations.AlterField(
            model_name="worksession",
            name="weekday",
            field=models.PositiveSmallIntegerField(choices=WEEKDAYS, verbose_name="thứ"),
        ),
        migrations.AlterField(
            model_name="worksession",
            name="pattern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="calendars.workpattern",
                verbose_name="tuần",
            ),
        ),
        *again("calendars_calendarday", OWN.format(table="calendars_calendarday"), BEFORE.format(table="calendars_calendarday")),
        *again("calendars_workpattern", OWN.format(table="calendars_workpattern"), BEFORE.format(table="calendars_workpattern")),
        *again("calendars_worksession", OF_PATTERN, OF_PATTERN.replace("scope_province(), false)", "scope_province(), true)")),
        PublicReading("calendars_calendaryear", staff=OWN.format(table="calendars_calendaryear")),
    ]  # fmt: skip
