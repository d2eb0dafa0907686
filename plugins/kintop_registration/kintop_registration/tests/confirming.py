"""Started by test_at_once.py, twice: these people press the button at the same moment, each on their own connection.

python -m kintop_registration.tests.confirming PK PK …: says "ready", waits for a line, prints what each was told.
"""

import json
import sys
import threading
from collections import Counter


def main(pks: list[int]) -> None:
    import django

    django.setup()
    from django.db import connection

    from kintop_registration.domain.places import ClosedError, confirm

    gate = threading.Barrier(len(pks))
    told: list[str] = []

    def press(pk: int) -> None:
        gate.wait()
        try:
            told.append(confirm(pk).status)
        except ClosedError:
            told.append("closed")
        except Exception as error:  # noqa: BLE001 -- whatever it is, the test is to see it
            told.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[pk]) for pk in pks]
    print("ready", flush=True)  # noqa: T201 -- heard by the test
    sys.stdin.readline()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(Counter(map(str, told))))  # noqa: T201 -- heard by the test


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]])
