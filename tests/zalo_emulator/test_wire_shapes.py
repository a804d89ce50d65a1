"""What the official SDKs put on the wire, sent raw."""

import http.client
import json

import pytest

from tests.zalo_emulator.support import DATA, TOKEN, call, granted, text, user


def test_a_chunked_upload(emulator):
    boundary = "----java"
    content = bytes(range(256)) * 40 + b"\r\n--\r\n"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="access_token"\r\n\r\n{TOKEN}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    parts = [head, content[:5000], content[5000:], f"\r\n--{boundary}--\r\n".encode()]
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=10)
    connection.request(
        "POST", "/v2.0/oa/upload/file", iter(parts), encode_chunked=True,
        headers={
            "Transfer-Encoding": "chunked", "access_token": TOKEN, "SDK_VERSION": "Java 4.1", "SDK-Source": "java",
            "Accept-Encoding": "gzip,deflate", "Content-Type": f"multipart/form-data; boundary={boundary}",
        },
    )  # fmt: skip
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert told["error"] == 0 and told["data"]["token"]


def test_the_token_may_stand_among_the_fields_of_an_upload(emulator):
    """So does the PHP SDK; nowhere else."""
    body = (
        f'--b\r\nContent-Disposition: form-data; name="access_token"\r\n\r\n{TOKEN}\r\n--b\r\n'
        'Content-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF\r\n--b--\r\n'
    ).encode()
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert call(emulator, "POST", "/v2.0/oa/upload/file", body, **kind).error == 0
    assert call(emulator, "POST", "/v3.0/oa/message/cs", body, **kind).error == -201
    assert call(emulator, "POST", "/v2.0/oa/upload/file", body.replace(TOKEN.encode(), b"x"), **kind).error == -216


def test_the_shape_of_the_php_sdk(emulator):
    """It always sends an empty quotation, and a size with each picture."""
    element = {"media_type": "image", "url": "https://a.example/1.jpg", "width": 500, "height": 280}
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    assert text(emulator, user(emulator), "", attachment=attachment, quote_message_id="").error == 0


def test_an_empty_body_without_a_content_type(emulator):
    answer = call(emulator, "POST", "/v2.0/oa/quota/message", b"", access_token=TOKEN, **{"Content-Length": "0"})
    assert answer.json == {"data": [], "error": 0, "message": "Success"}


@pytest.mark.parametrize(
    "written", ["%7B%22user_id%22%3A+%22{}%22%7D", "%7B%22user_id%22%3A%20%22{}%22%7D", "%7B%22user_id%22%3A{}%7D"]
)
def test_json_in_the_query(emulator, written):
    """A space as + or %20, an id as text or as a number."""
    user_id = user(emulator)
    answer = granted(emulator, "GET", "/v3.0/oa/user/detail?data=" + written.format(user_id))
    assert answer.json["data"]["user_id"] == user_id


@pytest.mark.parametrize("ascii_only", [True, False])
def test_escaped_or_raw_letters(emulator, ascii_only):
    body = {"recipient": {"user_id": user(emulator)}, "message": {"text": "Hồ sơ", "quote_message_id": ""}, "x": 1}
    raw = json.dumps(body, ensure_ascii=ascii_only).encode()
    assert call(emulator, "POST", "/v3.0/oa/message/cs", raw, access_token=TOKEN).error == 0
    assert emulator.messages(person="p01")[-1]["text"] == "Hồ sơ"


def test_a_template_id_as_a_number_and_data_as_numbers(emulator):
    body = {"phone": "+84900000001", "template_id": 500000, "template_data": {**DATA, "code": 17}}
    assert granted(emulator, "POST", "/message/template", body).error == 0


def test_ids_as_text_or_as_numbers(emulator):
    user_id = user(emulator)
    for given in (user_id, int(user_id)):
        body = {"recipient": {"user_id": given}, "message": {"text": "a"}}
        told = granted(emulator, "POST", "/v3.0/oa/message/cs", body).json
        assert told["data"]["user_id"] == user_id  # always text, with all its digits


def test_json_without_a_content_type_and_in_pieces(emulator):
    raw = json.dumps({"recipient": {"user_id": user(emulator)}, "message": {"text": "Chào"}}).encode()
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=10)
    connection.request(
        "POST", "/v3.0/oa/message/cs", iter([raw[:7], raw[7:]]), encode_chunked=True,
        headers={"Transfer-Encoding": "chunked", "access_token": TOKEN},
    )  # fmt: skip
    assert json.loads(connection.getresponse().read())["error"] == 0
    connection.close()


def test_the_token_is_a_header_with_an_underscore(emulator):
    assert call(emulator, "GET", "/v2.0/oa/getoa", **{"access-token": TOKEN}).error == -216
    assert call(emulator, "GET", "/v2.0/oa/getoa?access_token=" + TOKEN).error == -216
    assert granted(emulator, "GET", "/v2.0/oa/getoa").error == 0


def test_an_unknown_path_is_a_page(emulator):
    answer = granted(emulator, "GET", "/v3.0/oa/nothing")
    assert answer.status == 404 and answer.headers["content-type"].startswith("text/html")


def test_errors_come_with_200_and_without_data(emulator):
    answer = text(emulator, "1")
    assert answer.status == 200 and set(answer.json) == {"error", "message"}


def test_every_answer_of_the_account_api_says_what_is_left(emulator):
    first, second = (granted(emulator, "GET", "/v2.0/oa/getoa") for _ in range(2))
    assert first.headers["x-ratelimit-limit"] == "4000"
    assert int(first.headers["x-ratelimit-remain"]) == int(second.headers["x-ratelimit-remain"]) + 1
    assert first.headers["content-type"].startswith("text/json")


def test_over_the_limit_of_a_minute(emulator):
    emulator.post("apps", calls_per_minute=3)
    codes = [granted(emulator, "GET", "/v2.0/oa/getoa").error for _ in range(5)]
    assert codes[-2:] == [-32, -32]
    assert granted(emulator, "GET", "/message/quota").error == 0  # templates by phone are not counted
    emulator.post("clock", advance=60)
    assert granted(emulator, "GET", "/v2.0/oa/getoa").error == 0
    emulator.post("modes", rate_limited=False)
    assert {granted(emulator, "GET", "/v2.0/oa/getoa").error for _ in range(5)} == {0}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"7",
        b"{",
        b"\xff\xfe",
        b"[" * 20_000,
        b'{"recipient":7,"message":[]}',
        b'{"recipient":{"user_id":{}},"message":{"attachment":"x"}}',
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "/v3.0/oa/message/cs",
        "/v3.0/oa/message/template",
        "/message/template",
        "/message/template/hashphone",
        "/v2.0/oa/message",
        "/v2.0/oa/tag/tagfollower",
        "/v2.0/oa/upload/image",
        "/v3.0/oa/quota/message",
    ],
)
def test_rubbish_is_an_answer_not_a_crash(emulator, path, body):
    answer = granted(emulator, "POST", path, body)
    assert answer.status == 200 and isinstance(answer.error, int)
    assert answer.error < 0 or path.endswith("quota/message")


@pytest.mark.parametrize("query", ["offset=x&limit=-1", "data=%7B", "data=7", "data=%7B%22offset%22%3A%22x%22%7D"])
@pytest.mark.parametrize("path", ["/template/all", "/v2.0/oa/listrecentchat", "/v3.0/oa/user/getlist", "/rating/get"])
def test_a_rubbish_query_is_an_answer(emulator, path, query):
    assert granted(emulator, "GET", f"{path}?{query}").error == 0
