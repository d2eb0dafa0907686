"""How fast pages get from the database into the engine, and how much memory that takes. Runs as a process of its own.

python -m bench.indexing   prints {"pages", "seconds", "base_mib", "peak_mib"}
"""

import json
import os
import time

import django

from bench.servers import read_peak_memory


def main() -> None:
    django.setup()
    from search.backends import get_backend
    from search.indexing import find_indexed_pks

    find_indexed_pks()
    base = read_peak_memory(os.getpid())
    began = time.perf_counter()
    # the documents already lie in the database: publishing wrote them there
    pages = get_backend().engine.rebuild(force=True)
    seconds = time.perf_counter() - began
    print(json.dumps({"pages": pages, "seconds": seconds, "base_mib": base, "peak_mib": read_peak_memory(os.getpid())}))


if __name__ == "__main__":
    main()
