"""A dossier that nobody works on: seen on the officer's desk, given by the head of the unit, in a real browser."""

from dossiers.models import Dossier
from foundation import scoping
from tests.browser.faces import arrived, judge, sign_in, silent
from tests.support.world import filed


def test_the_head_gives_it_and_the_officer_has_it(page, live_server, world):
    # given a dossier in hand that nobody works on
    dossier, officer = filed(world, accept=True), world.people["case_officer"]
    with silent(page, live_server):
        # when an officer of the unit opens their desk, then it stands there as nobody's
        sign_in(page, live_server, officer)
        arrived(page, ".desk .group")
        assert "Chưa phân công" in page.locator(".group").first.inner_text()
        assert dossier.code in page.locator(".desk").inner_text()
        judge(page, "office-desk-unassigned")
        # and when the head of the unit gives it to them
        page.context.clear_cookies()
        sign_in(page, live_server, world.people["unit_head"])
        page.goto(f"{live_server.url}/can-bo/ho-so/{dossier.id}/")
        judge(page, "office-dossier-to-give")
        page.select_option("#assignee", label=str(officer))
        page.get_by_role("button", name="Phân công", exact=True).click()
        arrived(page, ".notice.good")
        assert "Đã phân công hồ sơ." in page.locator("main").inner_text()
    with scoping.system("test"):
        assert Dossier.objects.get(id=dossier.id).assignee_id == officer.id
