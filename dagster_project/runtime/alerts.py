"""Telling somebody: a message by webhook, by mail, or both, as the environment says.

``JUESUAN_ALERT_WEBHOOK`` is an address that takes a POST of JSON (subject, text, and what else is
known); ``JUESUAN_ALERT_EMAIL`` whom to write to, through ``JUESUAN_SMTP`` (host:port, a relay of
the office; no password is kept here) from ``JUESUAN_ALERT_FROM``.
"""

from __future__ import annotations

import json
import os
import smtplib
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage

from dagster_project.runtime.problems import JuesuanError

_SECONDS = 20
_RELAY = "localhost:25"


def send_alert(subject: str, text: str, facts: Mapping[str, str]) -> list[str]:
    """Send a message everywhere it is wanted; return where it went.

    Raises JuesuanError naming the ways that did not work, after all were tried.
    """
    went, failed = [], []
    ways = {"JUESUAN_ALERT_WEBHOOK": _post, "JUESUAN_ALERT_EMAIL": _mail}
    for variable, send in ways.items():
        target = os.environ.get(variable)
        if not target:
            continue
        try:
            send(target, subject, text, facts)
            went.append(target)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            failed.append(f"{variable} ({target}): {error}")
    if failed:
        raise JuesuanError(f"the alert {subject!r} could not be sent: {'; '.join(failed)}")
    return went


def _post(address: str, subject: str, text: str, facts: Mapping[str, str]) -> None:
    if not address.startswith(("http://", "https://")):
        raise ValueError("an address begins with http:// or https://")
    body = json.dumps({"subject": subject, "text": text, **facts}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, body, headers)  # noqa: S310 - looked at above
    with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310
        pass


def _mail(to: str, subject: str, text: str, facts: Mapping[str, str]) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["To"] = to
    message["From"] = os.environ.get("JUESUAN_ALERT_FROM") or to
    message.set_content("\n".join([text, "", *(f"{name}: {fact}" for name, fact in facts.items())]))
    host, _, port = (os.environ.get("JUESUAN_SMTP") or _RELAY).rpartition(":")
    with smtplib.SMTP(host, int(port), timeout=_SECONDS) as relay:
        relay.send_message(message)
