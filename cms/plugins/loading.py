"""Which plugins are there. Runs while settings are read: no settings, no models, no logging set up yet."""

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from cms.plugins.base import Plugin
from cms.plugins.records import Record, records

GROUP = "kintop.plugins"
CORE_DISTRIBUTION = "kintop-katalog"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)
#: names of ours in ``KINTOP_PLUGINS_OFF`` that no plugin has
unknown_off: list[str] = []


def discover(*, off: Iterable[str] = ()) -> list[str]:
    """Paths of the app configs of all plugins that can be used, for ``INSTALLED_APPS``."""
    off = [name.strip() for name in off if name.strip()]
    found = _find_entry_points()
    records.clear()
    records.update({name: _read_record(name, entries, off=name in off) for name, entries in sorted(found.items())})
    unknown_off[:] = sorted(set(off).difference(found))
    paths = {}
    for name in _sort_by_need(found):
        record = records[name]
        if record.state == "on":
            path = _load(found[name][0], record)
            if path:
                paths[name] = path
                record.is_installed = True
    return list(paths.values())


def _find_entry_points() -> dict[str, list[EntryPoint]]:
    found: dict[str, list[EntryPoint]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _name_of(entry))):
        found.setdefault(entry.name, []).append(entry)
    return found


def _name_of(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _read_record(name: str, entries: list[EntryPoint], *, off: bool) -> Record:
    distribution = entries[0].dist
    record = Record(name, _name_of(entries[0]), distribution.version if distribution else "", is_off=off)
    if off:
        return record
    if len(entries) > 1:
        owners = " and ".join(_name_of(entry) for entry in entries)
        record.note("pyproject.toml", f"the name {name} is claimed by {owners}")
    elif not NAME.fullmatch(name):
        record.note("pyproject.toml", f"the name {name!r} is no name of a package in small letters")
    else:
        for problem in _find_unmet(entries[0]):
            record.note("requirements", problem)
    return record


def _read_requirements(entry: EntryPoint) -> list[Requirement]:
    """Those that always hold, without extras and without those for other systems."""
    requirements = [Requirement(text) for text in (entry.dist.requires if entry.dist else None) or []]
    return [need for need in requirements if need.marker is None or need.marker.evaluate({"extra": ""})]


def _find_unmet(entry: EntryPoint) -> Iterable[str]:
    try:
        requirements = _read_requirements(entry)
    except InvalidRequirement as error:
        yield f"a requirement cannot be read: {error}"
        return
    for need in requirements:
        wanted = f"{need.name} {need.specifier}".strip()
        try:
            installed = version(need.name)
        except PackageNotFoundError:
            yield f"needs {wanted}, which is not installed"
            continue
        if not need.specifier.contains(installed, prereleases=True):
            yield f"needs {wanted}, installed is {installed}"


def states_core_version(name: str) -> bool:
    """Whether the plugin says which core it works with; asked by a check, not at start."""
    entry = next((entry for entry in entry_points(group=GROUP) if entry.name == name), None)
    needs = _read_requirements(entry) if entry else []
    return any(canonicalize_name(need.name) == CORE_DISTRIBUTION and need.specifier for need in needs)


def _sort_by_need(found: dict[str, list[EntryPoint]]) -> list[str]:
    """Plugins after those they need."""
    owners = {canonicalize_name(_name_of(entries[0])): name for name, entries in found.items()}
    order: dict[str, None] = {}

    def add(name: str, path: tuple[str, ...]) -> None:
        if name in order or name in path:
            return
        for other in _find_needed_plugins(name, found, owners):
            add(other, (*path, name))
            if records[other].state != "on" and records[name].state == "on":
                records[name].note("requirements", f"needs the plugin {other}, which is {records[other].state}")
        order[name] = None

    for name in sorted(found):
        add(name, ())
    return list(order)


def _find_needed_plugins(name: str, found: dict[str, list[EntryPoint]], owners: dict[str, str]) -> list[str]:
    if records[name].state != "on":
        return []
    needs = (canonicalize_name(need.name) for need in _read_requirements(found[name][0]))
    return sorted({owners[need] for need in needs if need in owners and owners[need] != name})


def _load(entry: EntryPoint, record: Record) -> str | None:
    """Path of the plugin's app config, or None with the reason in its record."""
    part = f"{entry.module.rpartition('.')[2]}.py"
    try:
        config = entry.load()
    except Exception as error:  # noqa: BLE001 -- whatever a stranger's module raises, the site starts without it
        record.note(part, error)
        return None
    if not (isinstance(config, type) and issubclass(config, Plugin) and config is not Plugin):
        record.note(part, f"{entry.value} is no subclass of cms.plugins.Plugin")
    elif config.__dict__.get("name") != record.name or getattr(config, "label", record.name) != record.name:
        record.note(part, f"entry point, package and app must have one name: {record.name} is not {config.name}")
    else:
        return f"{config.__module__}.{config.__qualname__}"
    return None
