"""Measure the finder: ``python -m tests.search.judgements.measure``, or ``make relevance``.

Loads the demo centre once into a database of its own under build/relevance and asks every judged query. With
SEARCH_URL the engine it names is measured as well, in indices of their own name.
"""

import hashlib
import os
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "relevance"
#: what the demo centre is made of; when it changes the centre is loaded anew
DEMO = ("home/demo", "home/migrations", "catalogue", "media", "search/migrations")
#: what documents are made of; when it changes only they are made anew
DOCUMENTS = (*DEMO, "search", "home")
SOURCES = {".py", ".toml", ".txt"}
INDEX_NAME = "kintop_relevance"
WORST = 10
SHOWN = 5


def compute_key(folders: tuple[str, ...]) -> str:
    """Of all sources in these folders, and of the day, because the demo centre lies around today."""
    digest = hashlib.sha256(date.today().isoformat().encode())  # noqa: DTZ011 -- any turn of the day will do
    files = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SOURCES)
    for path in sorted(set(files)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def prepare() -> None:
    """Point Django at the measured centre, loaded if it is not there yet."""
    folder = BUILD / compute_key(DEMO)
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "KINTOP_VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DEBUG": "0",
    }
    loaded, indexed = folder / "loaded", folder / f"documents-{compute_key(DOCUMENTS)}"
    # the engine comes later: what loads and indexes the centre is the database
    plain = {**os.environ, "SEARCH_URL": "database://"}
    if not loaded.exists():
        tell("Loading the demo centre (once a day, and when it changes) ...")
        (folder / "demo.sqlite3").unlink(missing_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        run_command("migrate", env=plain)
        run_command("demo", env=plain)
        loaded.touch()
    if not indexed.exists():
        run_command("search", "rebuild", env=plain)
        for old in folder.glob("documents-*"):
            old.unlink()
        indexed.touch()


def run_command(command: str, *options: str, env: dict[str, str]) -> None:
    line = [sys.executable, "manage.py", command, "--verbosity", "0", *options]
    subprocess.run(line, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own commands


def tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def list_backends() -> list:
    from search.backends.database import DatabaseBackend

    backends = [DatabaseBackend()]
    url = os.environ.get("SEARCH_URL", "")
    if url and not url.startswith("database:"):
        from search.backends.elasticsearch.backend import ElasticsearchBackend

        host, _slash, _name = url.partition("://")[2].partition("/")
        engine = ElasticsearchBackend(f"{url.partition('://')[0]}://{host}/{INDEX_NAME}")
        engine.rebuild(force=True)
        backends.append(engine)
    return backends


def print_report(name: str, scores: list, seconds: float) -> None:
    from .judging import mean

    kinds = defaultdict(list)
    for score in scores:
        kinds[score.judged.kind].append(score)
    tell(f"\n{name}: {len(scores)} queries in {seconds:.1f} s")
    tell(f"{'kind':12}{'queries':>8}{'nDCG@10':>9}{'recall@20':>11}")
    for kind, rows in [*kinds.items(), ("all", scores)]:
        tell(f"{kind:12}{len(rows):8}{mean(s.ndcg for s in rows):9.3f}{mean(s.recall for s in rows):11.3f}")
    tell(f"The {WORST} worst (grade in front of each hit, best missing ones after the arrow):")
    for score in sorted(scores, key=lambda score: (score.ndcg, score.judged.text))[:WORST]:
        grades = score.judged.grades
        shown = " ".join(f"{grades.get(slug, 0)}:{slug}" for slug in score.hits[:SHOWN]) or "nothing"
        best = sorted((slug for slug in grades if slug not in score.hits[:SHOWN]), key=lambda slug: -grades[slug])
        tell(f"  {score.ndcg:.2f} “{score.judged.text}” ({score.total} hits) {shown} -> {' '.join(best[:3]) or '-'}")


def main() -> None:
    prepare()
    import django

    django.setup()
    from .demo_facts import read_demo
    from .judging import judge
    from .ranking import measure

    pages = read_demo()
    judged = judge(pages)
    for backend in list_backends():
        began = time.monotonic()
        scores = measure(backend, judged, pages)
        print_report(backend.name, scores, time.monotonic() - began)


if __name__ == "__main__":
    main()
