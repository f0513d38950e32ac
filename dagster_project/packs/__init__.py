"""Extract folders as a few Parquet files: written, listed, read (decision 0092). Needs no Dagster.

raw/packs/<number>-<hash>/pack.json        which documents it holds, and the hash of every file
raw/packs/<number>-<hash>/<kind>.parquet   folder, content: the bytes of that file of each of them
"""
