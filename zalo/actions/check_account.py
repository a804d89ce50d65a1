from foundation import scoping
from foundation.local_time import now
from zalo import requests
from zalo.answers import Answer
from zalo.calls import call
from zalo.credentials import AccountCredentials
from zalo.models import OfficialAccount


def check_account(account: AccountCredentials) -> Answer:
    """Ask the platform who the account is, and keep its name and package."""
    answer = call(account, requests.account_info())
    data = answer.data if isinstance(answer.data, dict) else {}
    if data:
        with scoping.system("zalo account"):
            OfficialAccount.objects.filter(pk=account.oa_pk).update(
                name=str(data.get("name") or "")[:200],
                tier=str(data.get("package_name") or "")[:60],
                checked_at=now(),
            )
    return answer


def shown_id(answer: Answer) -> str:
    """The account's id as the platform tells it (two spellings are in use); empty if it does not."""
    data = answer.data if isinstance(answer.data, dict) else {}
    return str(data.get("oa_id") or data.get("oaid") or "")
