"""Search without a server: documents in the database, a view of them in the memory of each process."""

from search.backends.database.backend import DatabaseBackend

__all__ = ["DatabaseBackend"]
