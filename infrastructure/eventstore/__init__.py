"""The record on the ``eventsourcing`` library: memory, SQLite and PostgreSQL behind one port."""
