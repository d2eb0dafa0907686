"""By which rules documents were made. When the rules change, what was made by the old ones is due for a rebuild."""

import hashlib
from functools import lru_cache
from pathlib import Path

from cms import extend
from cms.plugins.records import records

#: modules whose code decides what stands in a document
MODULES = ("documents", "extensions", "facets", "relations", "terms", "words")


def digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=5).hexdigest()


@lru_cache(maxsize=1)
def get_content_fingerprint() -> str:
    """Of the rules that make documents, those of plugins included: older documents answer, but by older rules."""
    root = Path(__file__).resolve().parent
    files = [root / f"{name}.py" for name in MODULES]
    files += sorted((root / "analysis").glob("*.py")) + sorted(path for path in (root / "data").rglob("*.t*"))
    return digest(b"\0".join([*(path.read_bytes() for path in files), _describe_added_fields().encode()]))


def _describe_added_fields() -> str:
    """Fields of plugins; another version of one may make other values."""
    owners = ((name, extend.fields.get_owner(name)) for name, _field in extend.fields.items())
    added = [f"{name} {owner} {records[owner].version}" for name, owner in owners if owner in records]
    return "\n".join(sorted(added))
