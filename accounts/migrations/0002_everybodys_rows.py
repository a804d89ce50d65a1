from django.conf import settings
from django.db import migrations

from foundation.scoping.migration import PublicReading, RowSecurity

OWN_CLIENT = "EXISTS (SELECT 1 FROM accounts_apiclient a WHERE a.id = {table}.{column})"
OWN_USER = "EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = {table}.user_id)"


class Migration(migrations.Migration):
    """Also what libraries keep of people and systems is of their province; public tables are written by their own."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("sessions", "0001_initial"),
        ("axes", "0010_accessattemptexpiration"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # who has had business with a centre is nobody else's affair, though a tax code is public
        RowSecurity("accounts_business", staff=None, citizen=(
            "EXISTS (SELECT 1 FROM accounts_businesscontact c WHERE c.business_id = accounts_business.id)"
        )),
        RowSecurity("accounts_apiclient_agencies", staff=OWN_CLIENT.format(
            table="accounts_apiclient_agencies", column="apiclient_id")),
        RowSecurity("accounts_user_groups", staff=OWN_USER.format(table="accounts_user_groups")),
        RowSecurity("accounts_user_user_permissions", staff=OWN_USER.format(table="accounts_user_user_permissions")),
        RowSecurity("django_admin_log", staff=OWN_USER.format(table="django_admin_log")),
        RowSecurity("oauth2_provider_accesstoken", staff=OWN_CLIENT.format(
            table="oauth2_provider_accesstoken", column="application_id")),
        # kinds of grant that we do not give; and what is read before anybody is known
        *[
            RowSecurity(table, staff=None)
            for table in (
                "oauth2_provider_grant", "oauth2_provider_idtoken", "oauth2_provider_refreshtoken",
                "oauth2_provider_devicegrant", "django_session", "axes_accessattempt", "axes_accessattemptexpiration",
                "axes_accessfailurelog", "axes_accesslog",
            )
        ],
        PublicReading("accounts_province", staff="id = scope_province()"),
        PublicReading("accounts_agency", staff="province_id = scope_province()"),
        PublicReading("accounts_commune", staff="false"),
        PublicReading("accounts_oldterritory", staff="false"),
    ]  # fmt: skip
