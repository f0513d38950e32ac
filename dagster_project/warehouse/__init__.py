"""The dbt project at work: run by dbt itself, or compiled once and run in any DuckDB."""
