"""Whoever operates is told once, by the way that is set, and a way that fails is named."""

from __future__ import annotations

import http.server
import json
import socketserver
import threading
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.defs import alerts
from dagster_project.defs.alerts import failed_run_sensor, late_sensor
from dagster_project.defs.refresh import PIPELINE_JOB, pipeline_tags
from dagster_project.runtime.alerts import send_alert
from dagster_project.runtime.problems import JuesuanError
from tests.factories import edit_json, write_document

HOUR = 3600


@pytest.fixture
def webhook(monkeypatch):
    """Return the list of what is posted to a server on this machine."""
    posted = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/alert"
        monkeypatch.setenv("JUESUAN_ALERT_WEBHOOK", address)
        yield posted
        server.shutdown()


@pytest.fixture
def mailbox(monkeypatch):
    """Return the lines that a mail relay on this machine is sent."""
    lines = []

    class Relay(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 relay\r\n")
            in_message = False
            for line in self.rfile:
                text = line.decode().strip()
                lines.append(text)
                if in_message and text != ".":
                    continue
                in_message = text.upper() == "DATA"
                answers = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}
                self.wfile.write(answers.get(text.upper(), b"250 fine\r\n"))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("JUESUAN_SMTP", f"127.0.0.1:{server.server_address[1]}")
        monkeypatch.setenv("JUESUAN_ALERT_EMAIL", "office@example.org")
        yield lines
        server.shutdown()


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_document(tmp_path / "raw", "a-2022")
    for name in ("RAW_DIR", "PUBLISHED_DIR"):
        monkeypatch.setenv(f"JUESUAN_{name}", str(tmp_path / name.split("_")[0].lower()))
    return tmp_path / "raw"


@pytest.fixture
def clock(monkeypatch):
    now = [1_700_000_000.0]
    monkeypatch.setattr(alerts.time, "time", lambda: now[0])
    return now


def test_both_ways_are_taken(webhook, mailbox):
    went = send_alert("决算：失败", "原因", {"run_id": "r1"})
    assert len(went) == 2
    assert webhook == [{"subject": "决算：失败", "text": "原因", "run_id": "r1"}]
    assert "rcpt to:<office@example.org>" in [line.lower() for line in mailbox]


def test_where_nothing_is_set_nobody_is_told(monkeypatch):
    assert send_alert("a", "b", {}) == []


def test_a_way_that_fails_is_named_and_the_other_is_taken(webhook, monkeypatch):
    monkeypatch.setenv("JUESUAN_ALERT_EMAIL", "office@example.org")
    monkeypatch.setenv("JUESUAN_SMTP", "127.0.0.1:1")
    with pytest.raises(JuesuanError, match=r"JUESUAN_ALERT_EMAIL \(office@example\.org\)"):
        send_alert("a", "b", {})
    assert len(webhook) == 1


def test_only_addresses_of_the_web_are_asked(monkeypatch):
    monkeypatch.setenv("JUESUAN_ALERT_WEBHOOK", "file:///etc/passwd")
    with pytest.raises(JuesuanError, match="http"):
        send_alert("a", "b", {})


def test_a_failed_run_is_told_with_its_id(webhook):
    @dg.op
    def breaks():
        raise ValueError("no luck")

    @dg.job
    def pipeline():
        breaks()

    with dg.DagsterInstance.ephemeral() as instance:
        result = pipeline.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="failed_run",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
        ).for_run_failure()
        failed_run_sensor(context)
    [told] = webhook
    assert told["run_id"] == result.run_id
    assert "pipeline" in told["subject"]


def test_changes_that_wait_too_long_are_told_once(raw, webhook, clock):
    with dg.DagsterInstance.ephemeral() as instance:

        def tick(hours: float, cursor: str | None) -> str:
            clock[0] += hours * HOUR
            context = dg.build_sensor_context(instance, cursor=cursor)
            late_sensor(context)
            return context.cursor

        cursor = tick(0, None)
        cursor = tick(25, cursor)
        assert webhook == []
        cursor = tick(2, cursor)
        assert "27 hours" in webhook[0]["text"]
        cursor = tick(50, cursor)
        assert len(webhook) == 1
        # Published: the next change has its own time.
        success = dg.DagsterRunStatus.SUCCESS
        run = dg.DagsterRun(job_name=PIPELINE_JOB, tags=pipeline_tags(raw), status=success)
        instance.add_run(run)
        cursor = tick(1, cursor)
        edit_json(raw / "2022/a-2022", organization_name="另一个局")
        cursor = tick(1, cursor)
        cursor = tick(25, cursor)
        assert len(webhook) == 1
        tick(2, cursor)
        assert len(webhook) == 2


def test_hours_that_are_none_are_named(monkeypatch):
    monkeypatch.setenv("JUESUAN_LATE_HOURS", "soon")
    with pytest.raises(JuesuanError, match="JUESUAN_LATE_HOURS is 'soon'"):
        alerts.late_hours()
