"""What a run imports late: here once, for all runs that are forked."""

import os

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations
import great_expectations.expectations
import great_expectations.expectations.metadata_types  # noqa: F401
