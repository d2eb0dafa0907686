"""The word lists in search/data, read once per process."""

import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def load_toml(name: str) -> dict:
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def load_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a plain list without comments and empty lines."""
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    bare = (line.partition("#")[0].strip() for line in lines)
    return tuple(line for line in bare if line)
