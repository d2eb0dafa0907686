"""What one request asks about its person again and again, remembered while it only reads.

Menu, explorer, policy and middleware each ask who reviews what. A request that changes something asks every time:
its own change may be the answer.
"""

from collections.abc import Callable
from typing import Any

SAFE_METHODS = ("GET", "HEAD")


def begin_reading(request) -> None:
    if request.method in SAFE_METHODS and request.user.is_authenticated:
        request.user._remembered = {}


def is_reading(user) -> bool:
    return hasattr(user, "_remembered")


def remember(user, name: str, ask: Callable[[], Any]) -> Any:
    """The answer of this request's first time, else a new one."""
    remembered = getattr(user, "_remembered", None)
    if remembered is None:
        return ask()
    if name not in remembered:
        remembered[name] = ask()
    return remembered[name]
