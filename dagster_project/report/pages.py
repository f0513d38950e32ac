"""Rendering pages: one Jinja environment, everything escaped, file names that are only names."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined

from dagster_project.contract.shown_amounts import format_amount, format_wan
from dagster_project.contract.words import place_name, table_name, word, words_of

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dagster_project.report", "templates"),
        # Whatever the file is called: every value is escaped, in elements and in attributes.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "amount": format_amount,
        "wan": format_wan,
        "word": word,
        "words": words_of,
        "anchor": file_stem,
        "table_name": table_name,
    }
    # Chinese as it is: half the bytes of its escapes. Jinja still escapes <, >, & and quotes.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.globals["document_url"] = document_url
    environment.globals["rule_url"] = rule_url
    environment.globals["place_name"] = place_name
    return environment


def environment_of(loader: BaseLoader) -> Environment:
    """Return the environment of the report with other templates: the same words and escapes."""
    return _environment().overlay(loader=loader)


@lru_cache(maxsize=10_000)
def file_stem(name: str) -> str:
    """Return a name that is safe in a path and in a URL; a plain name stays as it is."""
    if _PLAIN.fullmatch(name):
        return name
    cleaned = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{cleaned}-{digest}".lstrip("-")


def document_url(document_id: str) -> str:
    """Return the address of a document's page, from the root of the site."""
    return f"documents/{file_stem(document_id)}.html"


def finding_url(document_id: str, finding_id: str) -> str:
    """Return the address of a finding on the page of its document, from the root of the site."""
    return f"{document_url(document_id)}#{finding_id}"


def rule_url(rule_id: str) -> str:
    """Return the address of a rule's page, from the root of the site."""
    return f"rules/{file_stem(rule_id)}.html"


def render(template: str, **context: Any) -> str:
    """Return a page that stands alone."""
    return _environment().get_template(template).render(**context)


@dataclass
class Site:
    """A site that is being written: its folder, what every page shows, and how much there is."""

    folder: Path
    common: dict[str, Any]
    pages: int = field(default=0)

    def write(self, url: str, template: str, **context: Any) -> None:
        """Render one page; ``root`` leads from it back to the root of the site."""
        path = self.folder / url
        path.parent.mkdir(parents=True, exist_ok=True)
        page = _environment().get_template(template)
        root = "../" * url.count("/")
        path.write_text(page.render(**self.common, root=root, **context), encoding="utf-8")
        self.pages += 1
