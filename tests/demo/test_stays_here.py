"""A demo sends to nobody outside this machine, whatever it is given."""

import pytest

from foundation.embedded.processes import free_port

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("name", ["ZALO_OPENAPI_URL", "ZALO_BUSINESS_URL"])
def test_a_host_elsewhere_is_refused_before_anything_is_made(demo, name):
    given = {"ZALO_OPENAPI_URL": f"http://127.0.0.1:{free_port()}", name: "https://zalo.example.invalid"}
    out = demo.refused(**given)
    assert "=https://zalo.example.invalid: bản chạy thử chỉ gửi đến máy này" in out
