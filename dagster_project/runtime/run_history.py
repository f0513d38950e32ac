"""Dagster's own event log in its own files, over one engine for each file instead of one a call.

Dagster makes a SQLAlchemy engine for every statement: each is compiled anew, the file is opened and
closed around it, and what columns the tables have is looked up again and again. That is half of
what a run of few documents costs (decision 0048). What is stored stays Dagster's, byte by byte:
``make ui`` reads it with this class or with Dagster's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from dagster import StringSource
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event

if TYPE_CHECKING:
    from dagster import EventLogEntry
    from dagster._serdes import ConfigurableClassData

# Files kept open: the index, and the run that is going on or looked at.
_MOST_OPEN = 2


class RunHistory(SqliteEventLogStorage):
    """The event log of an instance, named in its dagster.yaml."""

    def __init__(self, home: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Open the history where Dagster keeps it below DAGSTER_HOME, here called ``home``."""
        self._engines: dict[str, Engine] = {}
        # Connections of transactions that go on, by file: what is within one takes its connection.
        self._under_way: dict[str, Connection] = {}
        self._known: set[tuple[str, str]] = set()
        super().__init__(str(Path(home) / "history" / "runs"), inst_data)
        # What is called while a connection is out may ask for one: by Dagster's lock it would hang.
        self._db_lock = RLock()  # type: ignore[assignment]

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Return what dagster.yaml says: where DAGSTER_HOME is."""
        return {"home": StringSource}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Any
    ) -> RunHistory:
        """Return the history that dagster.yaml describes."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard in self._under_way:
                yield self._under_way[shard]
                return
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                self._under_way[shard] = connection
                try:
                    yield connection
                finally:
                    del self._under_way[shard]

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event and what the index says of it, each file in one transaction."""
        self.store_event_batch([event])

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events, those of a run and what the index says of them in one transaction each."""
        with ExitStack() as stack:
            for run_id in {event.run_id for event in events}:
                stack.enter_context(self.run_connection(run_id))
            stack.enter_context(self.index_connection())
            for each in events:
                super().store_event(each)

    def has_secondary_index(self, name: str) -> bool:
        """Tell whether the index was brought up to date so far; once it was, it stays."""
        return self._once("index", name, super().has_secondary_index)

    def has_table(self, table_name: str) -> bool:
        """Tell whether there is a table; once there, it stays."""
        return self._once("table", table_name, super().has_table)

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        def look(name: str) -> bool:
            return super(RunHistory, self)._has_asset_key_col_on_connection(conn, name)

        return self._once("column", column_name, look)

    def has_asset_key_col(self, column_name: str) -> bool:
        """Tell whether the index of assets has a column; once there, it stays."""
        return self._once("column", column_name, super().has_asset_key_col)

    def close(self, run_id: str) -> None:
        """Close the file of a run: it is going to be removed."""
        if engine := self._engines.pop(run_id, None):
            engine.dispose()

    def wipe(self) -> None:
        """Remove everything."""
        for shard in list(self._engines):
            self.close(shard)
        super().wipe()

    def dispose(self) -> None:
        """Close all files."""
        for shard in list(self._engines):
            self.close(shard)
        super().dispose()

    def _engine(self, shard: str) -> Engine:
        if shard not in self._engines:
            idle = [name for name in self._engines if name not in ("index", *self._under_way)]
            for name in idle[_MOST_OPEN - 1 :]:
                self.close(name)
            self._engines[shard] = _open(self.conn_string_for_shard(shard))
        return self._engines[shard]

    def _once(self, kind: str, name: str, look: Any) -> bool:
        if (kind, name) not in self._known and look(name):
            self._known.add((kind, name))
        return (kind, name) in self._known


def _open(url: str) -> Engine:
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        # Waits for the disk at checkpoints, not at every event: a power cut may cost the last
        # events of a run, never the file, which SQLite recovers.
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine
