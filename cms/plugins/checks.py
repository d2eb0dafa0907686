"""Names every plugin that does not work, and what to do.

``check``, ``migrate`` and ``runserver`` ask; a start of the site does not, so it serves with what works.
"""

import pkgutil
from importlib import import_module

from django.conf import settings
from django.core import checks
from django.db.migrations.exceptions import BadMigrationError, NodeNotFoundError
from django.db.migrations.loader import MigrationLoader

from cms import extend
from cms.plugins.loading import states_core_version, unknown_off
from cms.plugins.records import Record, describe, records
from cms.plugins.vetting import call_registering_hooks, list_plugins


@checks.register()
def check_plugins(**_kwargs):
    # the addresses of plugins are read with those of the site
    import_module(settings.ROOT_URLCONF)
    return [
        _make_error(record, problem.part, problem.text) for record in records.values() for problem in record.problems
    ]


@checks.register()
def check_hooks(**_kwargs):
    return [
        _make_error(record, f"hook {name}", describe(error), number="E002")
        for record in records.values()
        for name, error in call_registering_hooks(record)
    ]


@checks.register()
def check_addresses_of_exporters(**_kwargs):
    owners: dict[str, list[str]] = {}
    for name, exporter in extend.exporters.items():
        owners.setdefault(exporter.slug or name, []).append(extend.exporters.get_owner(name))
    return [
        checks.Error(
            f"The address of the export {slug!r} is claimed by {' and '.join(names)}; {names[0]} has it.",
            hint="Give one of them another slug.",
            id="kintop.E003",
        )
        for slug, names in owners.items()
        if len(names) > 1
    ]


@checks.register()
def check_migrations(**_kwargs):
    """Before ``migrate`` stumbles over them without saying whose they are."""
    errors = [error for plugin in list_plugins() for error in _find_broken_migrations(plugin)]
    if errors or not list_plugins():
        return errors
    try:
        loader = MigrationLoader(None, ignore_no_migrations=True)
    except (NodeNotFoundError, BadMigrationError) as error:
        record = _find_culprit(error)
        return [_make_error(record, "migrations", describe(error), number="E004")] if record else []
    conflicts = loader.detect_conflicts()
    return [
        _make_error(records[label], "migrations", f"several last migrations: {', '.join(names)}", number="E004")
        for label, names in conflicts.items()
        if label in records
    ]


@checks.register()
def check_setup(**_kwargs):
    warnings = [
        checks.Warning(
            f"KINTOP_PLUGINS_OFF names {name!r}, but no such plugin is installed.",
            hint=f"Installed are: {', '.join(records) or 'none'}.",
            id="kintop.W001",
        )
        for name in unknown_off
    ]
    for record in records.values():
        if record.state == "on" and not states_core_version(record.name):
            text = f"The plugin {record.name} ({record.origin}) does not say which versions of the core it works with."
            hint = 'Add "kintop-katalog>=1.2,<2" or the like to its dependencies.'
            warnings.append(checks.Warning(text, hint=hint, id="kintop.W002"))
    return warnings


def _make_error(record: Record, part: str, text: str, number: str = "E001") -> checks.Error:
    origin = f" ({record.origin})" if record.origin else ""
    return checks.Error(f"Plugin {record.name}{origin}: {part}: {text}", hint=f"{record.cure}.", id=f"kintop.{number}")


def _find_broken_migrations(plugin) -> list[checks.Error]:
    try:
        package = import_module(f"{plugin.name}.migrations")
    except ModuleNotFoundError:
        return []
    errors = []
    for module in pkgutil.iter_modules(package.__path__):
        try:
            loaded = import_module(f"{package.__name__}.{module.name}")
            if not hasattr(loaded, "Migration"):
                raise BadMigrationError("there is no class Migration")
        except Exception as error:  # noqa: BLE001 -- whatever a stranger's module raises
            text = f"{module.name}: {describe(error)}"
            errors.append(_make_error(plugin.record, "migrations", text, number="E004"))
    return errors


def _find_culprit(error: Exception) -> Record | None:
    label = getattr(getattr(error, "origin", None), "app_label", "")
    if label in records:
        return records[label]
    named = (record for record in records.values() if record.is_installed and record.name in str(error))
    return next(named, None)
