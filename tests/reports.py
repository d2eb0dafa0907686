"""What tests found out beyond passing, for people to read: files under build/, whose heads end the test output.

They are written by whichever process tests, and read by the one that prints.
"""

from pathlib import Path

BUILD = Path(__file__).resolve().parents[1] / "build"
ADMIN_CRAWL, BROKEN_PLUGINS = BUILD / "admin-crawl", BUILD / "plugins"


def list_summaries(folder: Path, *, since: float) -> list[str]:
    """The lines before the first empty one of each file written since then: others tell of an earlier run."""
    fresh = [path for path in sorted(folder.glob("*.txt")) if path.stat().st_mtime >= since]
    return [line for path in fresh for line in path.read_text().partition("\n\n")[0].splitlines()]
