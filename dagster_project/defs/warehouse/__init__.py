"""The dbt project as Dagster assets, in two steps so that a gate can stand between them."""
