"""Shards built by many machines and committed to a lake (decision 0079).

A task of Dask builds a shard in a scratch database and commits its rows to DuckLake in one
transaction; the warehouse of a run is views over the lake. Needs no Dagster.
"""
