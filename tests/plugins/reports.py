"""What the commands say of each broken plugin, kept for the test report (see tests/reports.py)."""

from tests.reports import BROKEN_PLUGINS


def write_reports(told: dict) -> None:
    """A file for each broken plugin: row, problems, culprit and cure; below them what both commands print in full."""
    BROKEN_PLUGINS.mkdir(parents=True, exist_ok=True)
    full = [_show_command(**command) for command in told["commands"].values()]
    served = ", ".join(f"{path} {code}" for path, code in told["public"].items())
    for name, record in told["records"].items():
        if record["state"] == "broken":
            rows = _pick_rows(told["commands"]["plugins"]["text"], name)
            head = [*rows, *_pick_checks(told["commands"]["check"]["text"], name), f"    served: {served}"]
            (BROKEN_PLUGINS / f"{name}.txt").write_text("\n\n".join(["\n".join(head), *full]) + "\n")


def _show_command(*, line: str, code: int, text: str) -> str:
    return f"$ {line}\nexit code {code}\n{text.rstrip()}"


def _pick_rows(text: str, name: str) -> list[str]:
    """The row of ``manage.py plugins`` and the problems under it."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name} "))
    end = next(number for number, line in enumerate(lines[start + 1 :], start + 1) if not line.startswith("    "))
    return lines[start:end]


def _pick_checks(text: str, name: str) -> list[str]:
    """The messages of ``manage.py check``: what is wrong, and the hint below."""
    lines = text.splitlines()
    return [
        shown
        for line, hint in zip(lines, [*lines[1:], ""], strict=True)
        if f") Plugin {name} (" in line
        for shown in (f"    check: {line.removeprefix('?: (').replace(')', '', 1)}", f"    {hint.strip()}")
    ]
