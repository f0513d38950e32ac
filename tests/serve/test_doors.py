"""Who is answered, and what may come in: names, origins, tokens, and hostile files in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dagster_project.serve.app import build_app
from dagster_project.serve.uploads import harmless_name
from tests.reading.hostile import encrypted_pdf, lying_bomb, pdf_of_pages, workbook_bomb
from tests.serve.conftest import BASE, config_in, upload, wait_for
from tests.serve.planted import PlantedDocument

TOKEN = "a-long-token-of-the-bureau"  # noqa: S105 - of this test alone


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    config = config_in(
        tmp_path_factory.mktemp("guarded"),
        token=TOKEN,
        most_files=2,
        most_file_bytes=1_000,
        names=frozenset({"127.0.0.1", "review.example"}),
    )
    with TestClient(build_app(config), base_url=BASE, follow_redirects=False) as client:
        yield client


BEARER = {"authorization": f"Bearer {TOKEN}"}


def test_pages_run_and_load_nothing_that_is_not_ours(client: TestClient, checked: str) -> None:
    for address in ("/", f"/look/{checked}", f"/checks/{checked}", "/static/serve.js", "/nothing"):
        answer = client.get(address, headers={"accept": "text/html"})
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
        if "text/html" in answer.headers["content-type"]:
            # The policy forbids them, so none may be needed.
            assert " style=" not in answer.text
            assert "<script>" not in answer.text
            assert " onclick=" not in answer.text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil:80", ""]
)
def test_another_name_for_this_machine_is_not_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421
    assert client.get("/", headers={"host": "localhost:9"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": BASE},
        {"origin": "http://127.0.0.1:9"},
    ],
)
def test_another_page_changes_nothing_here(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/checks", headers=headers).status_code == 403
    own = {"origin": BASE, "sec-fetch-site": "same-origin"}
    assert client.post("/checks", headers=own).status_code == 201


def test_with_a_token_nobody_is_answered_without_it(guarded: TestClient) -> None:
    guarded.cookies.clear()
    assert guarded.get("/").status_code == 401
    assert guarded.post("/checks").status_code == 401
    assert guarded.get("/marks/marks.csv").status_code == 401
    wrong = {"authorization": f"Bearer {TOKEN}x"}
    assert guarded.get("/", headers=wrong).status_code == 401
    assert guarded.get("/", headers=BEARER).status_code == 200
    asked = guarded.get("/", headers={"accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/login")
    assert guarded.get("/login").status_code == 200
    assert guarded.post("/login", data={"token": "口令"}).status_code == 403
    entered = guarded.post("/login", data={"token": TOKEN})
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert guarded.get("/").status_code == 200
    guarded.cookies.clear()
    proxied = {"host": "review.example", "x-forwarded-proto": "https"}
    kept = guarded.post("/login", data={"token": TOKEN}, headers=proxied).headers["set-cookie"]
    assert "secure" in kept.lower()
    guarded.cookies.clear()


def test_uploads_are_limited_in_size_and_number(guarded: TestClient) -> None:
    check = guarded.post("/checks", headers=BEARER).json()["id"]
    address = f"/checks/{check}/files?name=a.txt"

    def pieces() -> Iterator[bytes]:
        # Of unknown length: it is counted while it comes.
        for _ in range(5):
            yield b"x" * 400

    assert guarded.post(address, content=b"x" * 1_001, headers=BEARER).status_code == 413
    assert guarded.post(address, content=pieces(), headers=BEARER).status_code == 413
    third = guarded.post(address, content=b"x", headers=BEARER)
    assert third.status_code == 413
    assert "最多 2 份" in third.json()["problem"]
    large = {"finding": "x" * 70_000}
    assert guarded.post("/look/published/marks", data=large, headers=BEARER).status_code == 404
    guarded.post(f"/checks/{check}/start", headers=BEARER)
    late = guarded.post(address, content=b"x", headers=BEARER)
    assert late.status_code in (409, 413)


NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/": "file",
    "..": "file",
    "": "file",
    "a\x00b\n.pdf": "ab.pdf",
    ".htaccess": "htaccess",
    "\u202efdp.exe": "fdp.exe",
    "局" * 200 + ".pdf": "局" * 60 + ".pdf",
    "2024年度部门决算.pdf": "2024年度部门决算.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
}


@pytest.mark.parametrize(("name", "harmless"), NAMES.items())
def test_a_name_is_one_name_in_its_folder(name: str, harmless: str) -> None:
    assert harmless_name(name) == harmless
    assert len(harmless_name(name).encode()) < 255


def test_hostile_files_are_refused_in_words_and_the_server_lives(
    client: TestClient, planted: PlantedDocument
) -> None:
    script = "<img src=x onerror=alert(1)>"
    files = {
        f"{script}.pdf": b"%PDF-1.4 garbage",
        "../../bomb.xlsx": workbook_bomb(),
        "lying.xlsx": lying_bomb(),
        "locked.pdf": encrypted_pdf(),
        "thousand.pdf": pdf_of_pages(601),
        "poem.txt": "床前明月光\n".encode(),
        "empty": b"",
    }
    alone = upload(client, *files.items())
    state = wait_for(client, alone)
    assert state["status"] in ("failed", "done")
    lines = [line["text"] for line in state["lines"]]
    assert len(lines) == len(files)
    assert all("拒收" in line and "（" in line for line in lines), lines
    for word in ("压缩炸弹", "密码", "601 页"):
        assert any(word in line for line in lines), word
    shown = client.get(f"/checks/{alone}").text + client.get("/").text
    assert script not in shown
    assert "&lt;img" in shown
    # Where the files lie on this machine is not said.
    assert "/checks/c" not in "".join(lines)
    assert "data/" not in "".join(lines)
    # Beside them a good one is read.
    beside = upload(client, ("诗.txt", files["poem.txt"]), ("决算.pdf", planted.content))
    assert wait_for(client, beside)["status"] == "done"
    assert client.get(f"/look/{beside}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/checks/..%2f..%2fetc/state",
        "/checks/cnothing00000/state",
        "/look/..%2f..",
        "/look/published",
        "/static/..%2f..%2fapp.py",
        "/static/../app.py",
        "/marks/..%2fmarks.csv",
    ],
)
def test_no_address_leads_out_of_what_is_served(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code in (404, 405)
    assert "Traceback" not in answer.text


def test_pages_that_are_not_there_are_said_not_to_be(client: TestClient, checked: str) -> None:
    pages = f"/look/{checked}/pages"
    document = client.get(f"/look/{checked}").text.split(f"{pages}/")[1].split("/")[0]
    assert client.get(f"{pages}/{document}/0/1").status_code == 200
    assert client.get(f"{pages}/{document}/0/999").status_code == 404
    assert client.get(f"{pages}/{document}/7/1").status_code == 404
    assert client.get(f"{pages}/..%2f..%2f/0/1").status_code == 404
    assert client.get(f"{pages}/{document}/0/1?scale=nan").status_code == 400
    assert client.get(f"{pages}/{document}/0/1?scale=1e9").status_code == 200
    assert client.get(f"{pages}/{document}/0/1?scale=x").status_code == 400


def test_a_server_for_others_needs_a_token(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from dagster_project.cli import main

    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--data", str(tmp_path)])  # noqa: S104
    assert (done.exit_code, "token" in done.stderr) == (2, True)
    done = CliRunner().invoke(main, ["serve", "--host", "0.0.0.0", "--token", "short"])  # noqa: S104
    assert (done.exit_code, "too short" in done.stderr) == (2, True)


def test_a_monitor_asks_with_the_token_and_is_answered_in_json(guarded: TestClient) -> None:
    assert guarded.get("/health").status_code == 401
    answer = guarded.get("/health", headers=BEARER)
    body = answer.json()
    wrong = [part for part in body["parts"] if part["state"] == "wrong"]
    assert (answer.status_code, body["status"]) == ((503, "failing") if wrong else (200, "ok"))
    assert {"仓库 warehouse", "规则与设置 seeds"} <= {part["part"] for part in body["parts"]}


def test_what_is_wrong_is_503_and_stands_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient
) -> None:
    monkeypatch.setenv("JUESUAN_RAW_DIR", str(tmp_path / "lost"))
    answer = client.get("/health", headers={"accept": "text/html"})
    assert answer.status_code == 503
    assert "有故障" in answer.text
    assert str(tmp_path / "lost") in answer.text
    # Within five minutes the answer is the one that was found.
    monkeypatch.undo()
    assert client.get("/health").json()["status"] == "failing"
