"""Great Expectations at the three doors: suites in code, batches as DataFrames made in SQL."""
