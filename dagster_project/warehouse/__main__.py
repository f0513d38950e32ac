"""Compile the dbt project as it is now, where it is not compiled yet; say where it is kept."""

from dagster_project.warehouse.compiled import compile_project

if __name__ == "__main__":
    print(compile_project().folder)
