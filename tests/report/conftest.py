"""The sample site, built once for the tests of pages."""

from tests.report.sample_site import build_site, site

__all__ = ["build_site", "site"]
