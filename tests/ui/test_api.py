"""The server without a browser: answers, pages, bad input, headers, and what is not there."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from corpus.errors import BadConfig
from corpus.types import Article
from qa.limits import read_limits
from ui import api


@pytest.fixture(scope="module")
def served(fakes) -> Iterator[tuple[TestClient, Any]]:
    library = fakes.library()
    app = api.build_app(library, fakes.settings(allowed_origins=("https://intranet.example.vn",)))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client, library


@pytest.fixture
def client(served) -> TestClient:
    return served[0]


@pytest.fixture
def library(served):
    served[1].asked.clear()
    return served[1]


def test_ask_gives_the_answers_json(client: TestClient, library) -> None:
    body = {"question": "Còn năm 2022?", "history": ["Năm 2024 thứ mấy?"], "id": "q-1", "always": True}
    response = client.post("/api/v1/ask", json=body)
    assert response.status_code == 200
    answer = response.json()
    assert answer["id"] == "q-1"
    assert answer["standalone_question"] == "Năm 2024 thứ mấy Còn năm 2022?"
    assert [citation["role"] for citation in answer["citations"]] == ["context", "answer"]
    assert library.asked == [("Còn năm 2022?", ("Năm 2024 thứ mấy?",), True)]


def test_abstaining_is_a_success(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json={"question": "thời tiết", "history": None}).json()
    assert answer["abstained"] is True
    assert answer["reason"] == "not_answered"
    assert answer["related"][0]["source"] == "ghi-chu.txt"


def test_limits_are_read_and_a_wrong_one_is_said(client: TestClient, library) -> None:
    body = {"question": "Năm 2024 thứ mấy?", "since": "2024", "until": "5/2024", "source": "tin"}
    assert client.post("/api/v1/ask", json=body).status_code == 200
    assert library.limits == read_limits("2024", "5/2024", "tin")
    response = client.post("/api/v1/ask", json={**body, "since": "hôm qua"})
    assert response.status_code == 422
    assert "không phải là ngày" in response.json()["error"]
    assert client.post("/api/v1/ask", json={**body, "source": 7}).status_code == 422


def test_search_gives_passages(client: TestClient, ranking: Article) -> None:
    found = client.post("/api/v1/search", json={"query": "dịch vụ số", "k": 2, "id": 7}).json()
    assert (found["id"], found["query"], len(found["hits"])) == (7, "dịch vụ số", 2)
    assert found["hits"][0] == {
        "source": ranking.source,
        "title": ranking.title,
        "start": 0,
        "end": len(ranking.text),
        "text": ranking.text,
        "score": 1.0,
    }


def test_status_keeps_the_servers_paths_to_itself(client: TestClient) -> None:
    assert client.get("/api/v1/status").json() == {"articles": 1203, "passages": 3456}
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.parametrize(
    ("path", "body", "status", "word"),
    [
        ("ask", b"{", 400, "JSON"),
        ("ask", b"[1]", 400, "JSON"),
        ("ask", b'"x"', 400, "JSON"),
        ("ask", b"", 400, "JSON"),
        ("ask", b"\xff\xfe", 400, "JSON"),
        ("ask", b"[" * 50_000, 400, "JSON"),
        ("ask", b"{}", 422, '"question"'),
        ("ask", b'{"question": 5}', 422, '"question"'),
        ("ask", b'{"question": "\\ud800"}', 422, '"question"'),
        ("ask", b'{"question": "a", "history": "b"}', 422, '"history"'),
        ("ask", b'{"question": "a", "history": [1]}', 422, '"history"'),
        ("ask", b'{"question": "a", "always": "yes"}', 422, '"always"'),
        ("ask", b'{"question": "a", "id": {}}', 422, '"id"'),
        ("ask", b'{"question": "a", "id": "\\udfff"}', 422, '"id"'),
        ("search", b"{}", 422, '"query"'),
        ("search", b'{"query": ""}', 422, '"query"'),
        ("search", b'{"query": "  "}', 422, '"query"'),
        ("search", b'{"query": "a", "k": 0}', 422, '"k"'),
        ("search", b'{"query": "a", "k": 101}', 422, '"k"'),
        ("search", b'{"query": "a", "k": "3"}', 422, '"k"'),
        ("search", b'{"query": "a", "k": true}', 422, '"k"'),
    ],
)
def test_bad_input_is_told_what_to_do(client: TestClient, path: str, body: bytes, status: int, word: str) -> None:
    response = client.post(f"/api/v1/{path}", content=body, headers={"content-type": "application/json"})
    assert response.status_code == status
    assert set(response.json()) == {"error", "error_en"}
    assert word in response.json()["error"]
    assert word in response.json()["error_en"]


def test_a_forgotten_content_type_is_told(client: TestClient) -> None:
    response = client.post("/api/v1/ask", content=b'{"question": "a"}')
    assert response.status_code == 400
    assert "Content-Type: application/json" in response.json()["error"]


@pytest.mark.parametrize(("question", "reason"), [(" ", "question_empty"), ("a" * 10_001, "question_too_long")])
def test_an_unusable_question_is_an_answer_with_an_error(client: TestClient, question: str, reason: str) -> None:
    response = client.post("/api/v1/ask", json={"question": question, "id": "x"})
    assert response.status_code == 422
    assert response.json()["reason"] == reason
    assert response.json()["id"] == "x"
    assert response.json()["error"]
    assert response.json()["error_en"]


def test_a_body_over_the_limit_is_refused_announced_or_not(client: TestClient, library) -> None:
    huge = b'{"question": "' + b"a" * 300_000 + b'"}'
    for content in (huge, iter([huge[:100], huge[100:]])):
        response = client.post("/api/v1/ask", content=content, headers={"content-type": "application/json"})
        assert response.status_code == 413
        assert "256 KiB" in response.json()["error"]
    assert library.asked == []


def test_a_small_body_of_unannounced_length_is_read(client: TestClient) -> None:
    parts = iter([b'{"question": ', b'"a"}'])
    response = client.post("/api/v1/ask", content=parts, headers={"content-type": "application/json"})
    assert response.status_code == 200


def test_a_fault_is_a_sentence_without_details(client: TestClient) -> None:
    response = client.post("/api/v1/ask", json={"question": "hỏng"})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["error"]
    mendable = client.post("/api/v1/ask", json={"question": "kho cũ"})
    assert (mendable.status_code, mendable.json()["error"]) == (503, "Kho do bản khác ghi. Hãy nạp lại.")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/v1/ask"), ("PUT", "/api/v1/search"), ("POST", "/api/v1/status")]
)
def test_a_wrong_method_is_told(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    assert "POST" in response.json()["error"]


def test_a_source_page_by_its_quoted_name(client: TestClient, ranking: Article, hostile: Article) -> None:
    for article in (ranking, hostile):
        response = client.get(f"/doc/{quote(article.source)}", params={"start": 0, "end": 4})
        assert response.status_code == 200
        assert f'<mark id="trich">{article.text[:4]}</mark>' in response.text
        assert response.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("span", [{"start": 5}, {"start": "x", "end": "9"}, {"start": 9, "end": 5}, {"start": 0, "end": 10**9}, {"start": "-1", "end": "²"}])  # fmt: skip
def test_a_span_that_does_not_fit_gives_the_whole_article(client: TestClient, plain: Article, span) -> None:
    response = client.get(f"/doc/{plain.source}", params=span)
    assert response.status_code == 200
    assert "<mark" not in response.text
    assert "không còn khớp" in response.text


def test_an_unknown_document_is_a_page_in_the_readers_language(client: TestClient) -> None:
    response = client.get("/doc/không-có.txt")
    assert (response.status_code, response.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Không có tài liệu này" in response.text
    assert "There is no such document" in client.get("/doc/x", params={"lang": "en"}).text


@pytest.mark.parametrize(
    "path",
    [
        "/docs", "/redoc", "/openapi.json", "/gradio_api/info", "/gradio_api/openapi.json", "/gradio_api/upload",
        "/gradio_api/file=http://example.com/a", "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://a", "/monitoring",
        "/gradio_api/run/answer", "/login", "/en/gradio_api/info", "/en/docs", "/nowhere",
    ],
)  # fmt: skip
def test_what_the_program_has_no_use_for_is_not_there(client: TestClient, path: str) -> None:
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 404
        assert "gradio" not in response.text.lower()


def test_every_response_keeps_to_itself(client: TestClient) -> None:
    for path in ("/", "/en/", "/doc/ghi-chu.txt", "/doc/x", "/nowhere", "/api/v1/status", "/widget.js", "/theme.css"):
        headers = client.get(path).headers
        assert "frame-ancestors 'self' https://intranet.example.vn" in headers["content-security-policy"], path
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "x-frame-options" not in headers


def test_both_languages_and_their_addresses(client: TestClient) -> None:
    assert client.get("/").status_code == client.get("/en/").status_code == 200
    assert client.get("/en", follow_redirects=False).headers["location"] == "en/"
    assert client.get("/vi").url.path == client.get("/vi/").url.path == "/"
    for path in ("/favicon.ico", "/en/favicon.ico"):
        assert client.get(path).headers["content-type"] == "image/svg+xml"


def test_the_widget_is_small_and_names_no_host(client: TestClient) -> None:
    script = client.get("/widget.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert len(script.content) < 10_000
    assert "http" not in script.text.split("*/", 1)[1]


def test_everything_works_below_a_prefix(library, settings, ranking: Article) -> None:
    with TestClient(api.build_app(library, settings(prefix="/hoidap", language="en"))) as client:
        assert client.get("/hoidap/").status_code == client.get("/hoidap/vi/").status_code == 200
        assert client.get("/hoidap").url.path == "/hoidap/"
        assert client.get("/hoidap/theme.css").status_code == 200
        assert client.post("/hoidap/api/v1/ask", json={"question": "a"}).status_code == 200
        page = client.get(f"/hoidap/doc/{quote(ranking.source)}")
        assert 'href="/hoidap/"' in page.text
        assert "Back to the chat" in page.text
        for path in ("/", "/healthz", "/api/v1/status", "/hoidapx/", "/hoidap/docs"):
            assert client.get(path).status_code == 404


def test_an_origin_that_is_none_is_refused(library, settings) -> None:
    for origin in ("*", "intranet.example.vn", "https://a.vn/path", "https://a.vn; script-src *"):
        with pytest.raises(BadConfig, match="allowed_origins"):
            api.build_app(library, settings(allowed_origins=(origin,)))
