from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who there is: users, provinces, agencies, officials, citizens, businesses, API clients."""

    name = "accounts"
    verbose_name = "Tổ chức và tài khoản"
