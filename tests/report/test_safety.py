"""Nothing in a document becomes markup, and nothing leads out of the folder."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from tests.report.sample_site import HOSTILE

# Names of vocabularies inside the chart library; a browser never fetches them (tests/browser).
_NAMES = re.compile(r"https?://[a-z0-9.]+", re.IGNORECASE)


def test_hostile_texts_are_shown_as_text(site):
    shown = 0
    for path in site.pages():
        page = site.page(path.relative_to(site.folder).as_posix())
        assert page.xpath("//img") == [], path
        for script in page.xpath("//script[not(@src)]"):
            assert script.get("type") == "application/json", path
            assert "</" not in script.text, path
        for element in page.iter():
            handlers = [name for name in element.attrib if name.startswith("on")]
            assert handlers == [], path
        shown += page.text_content().count(HOSTILE)
    # Organization, label, finding and claim, on several pages, to the letter, {{7*7}} included.
    assert shown > 20


def test_every_link_stays_inside_and_leads_somewhere(site):
    root = site.folder.resolve()
    anchors = {
        path: set(site.page(path.relative_to(site.folder).as_posix()).xpath("//@id"))
        for path in site.pages()
    }
    followed = 0
    for path in site.pages():
        page = site.page(path.relative_to(site.folder).as_posix())
        for address in page.xpath("//@href | //@src"):
            if address == "data:,":
                continue
            parts = urlsplit(address)
            assert (parts.scheme, parts.netloc) == ("", ""), (path, address)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_relative_to(root), (path, address)
            assert target.is_file(), (path, address)
            # Filters of the list of findings travel behind the same sign as anchors.
            if parts.fragment and "=" not in parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in anchors[target], (path, address)
            followed += 1
    assert followed > 500


def test_no_file_names_another_machine(site):
    for path in sorted(site.folder.rglob("*")):
        if not path.is_file() or path.name.startswith("vega-"):
            continue
        found = set(_NAMES.findall(path.read_text(encoding="utf-8")))
        # The schema of a chart is a name, not an address: the library carries it.
        assert found <= {"https://vega.github.io"}, path


def test_pages_forbid_what_they_do_not_need(site):
    for path in site.pages():
        page = site.page(path.relative_to(site.folder).as_posix())
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy
