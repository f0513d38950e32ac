"""Shards of families: a bucket of documents that no other one depends on, built by itself.

One idea for four needs: a shard whose content is unchanged is not built, memory is that of one
shard, several are built at once, and anywhere (decision 0077). Needs no Dagster.
"""
