"""Plain Python shared by extraction, loading and publication. Imports neither Dagster nor dbt."""
