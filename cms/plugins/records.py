"""What is known of each plugin: where it comes from, whether it works, and why not."""

from dataclasses import dataclass, field
from typing import Literal

ON, OFF, BROKEN = "on", "off", "broken"


@dataclass(frozen=True)
class Problem:
    #: requirements, apps.py, models.py, extensions.py, wagtail_hooks.py, urls.py, ready
    part: str
    text: str


@dataclass
class Record:
    name: str
    distribution: str = ""
    version: str = ""
    is_off: bool = False
    #: among INSTALLED_APPS; a broken plugin may be, with the parts that work
    is_installed: bool = False
    problems: list[Problem] = field(default_factory=list)
    #: hook name -> functions as the plugin wrote them
    hooks: dict[str, list] = field(default_factory=dict)

    @property
    def state(self) -> Literal["on", "off", "broken"]:
        if self.is_off:
            return OFF
        return BROKEN if self.problems else ON

    @property
    def origin(self) -> str:
        return f"{self.distribution} {self.version}".strip()

    @property
    def cure(self) -> str:
        return (
            f"Upgrade or repair {self.distribution or self.name}, or switch it off with KINTOP_PLUGINS_OFF={self.name}"
        )

    def note(self, part: str, problem: str | Exception) -> None:
        text = describe(problem) if isinstance(problem, Exception) else " ".join(problem.split())
        self.problems.append(Problem(part, text))


#: of this process, in the order of the names
records: dict[str, Record] = {}


def describe(error: Exception) -> str:
    """In one line; a syntax error with its file and line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:400]


def get_record(name: str) -> Record:
    return records.setdefault(name, Record(name))
