"""Reads the parts of each plugin one by one, so that one that breaks takes nothing else with it."""

import inspect
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from types import ModuleType

from django.apps import apps
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db.models import QuerySet
from django.http import Http404
from django.urls import include, path
from django.utils.module_loading import module_has_submodule
from wagtail import hooks

from cms import extend
from cms.plugins.base import Plugin
from cms.plugins.records import Record

logger = logging.getLogger(__name__)

#: what a hook may raise on purpose
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation)
#: between two whole numbers: a plugin's hook comes after those of the core with the same order
AFTER_CORE = 0.5
MENUS = ("admin", "catalogue", "help", "reports", "settings")


def list_plugins() -> list[Plugin]:
    return [config for config in apps.get_app_configs() if isinstance(config, Plugin)]


def vet_plugins() -> None:
    """Before Wagtail looks for hooks by itself."""
    for plugin in list_plugins():
        if plugin.record.problems:
            # without its models nothing else of it can work
            _stand_in(plugin, "wagtail_hooks")
            continue
        _load_extensions(plugin)
        _load_hooks(plugin)
        plugin.ready = _guard_ready(plugin)


def _load_part(plugin: Plugin, part: str) -> ModuleType | None:
    """The module, or None where there is none or it breaks; then an empty one stands in for it."""
    if not module_has_submodule(plugin.module, part):
        return None
    try:
        with extend.owned_by(plugin.label):
            return import_module(f"{plugin.name}.{part}")
    except Exception as error:  # whatever a stranger's module raises
        plugin.record.note(f"{part}.py", error)
        logger.exception("The plugin %s breaks in %s.py, which is left out", plugin.label, part)
        _stand_in(plugin, part)
        return None


def _stand_in(plugin: Plugin, part: str) -> None:
    name = f"{plugin.name}.{part}"
    # with a spec, by which Wagtail asks whether the module exists
    sys.modules[name] = module_from_spec(ModuleSpec(name, loader=None))


def _load_extensions(plugin: Plugin) -> None:
    if _load_part(plugin, "extensions") is None:
        for point in extend.POINTS:
            point.forget(plugin.label)


def _load_hooks(plugin: Plugin) -> None:
    # Wagtail has no way to ask whose a hook is or to take it back
    before = {name: len(entries) for name, entries in hooks._hooks.items()}
    module = _load_part(plugin, "wagtail_hooks")
    for name, entries in hooks._hooks.items():
        added = [entry for entry in entries[before.get(name, 0) :] if _is_written_by(plugin, entry[0])]
        entries[:] = [entry for entry in entries if entry not in added]
        if added and module is not None:
            plugin.record.hooks[name] = [hook for hook, _order in added]
            entries += [(_guard_hook(plugin.label, name, hook), order + AFTER_CORE) for hook, order in added]


def _is_written_by(plugin: Plugin, hook: Callable) -> bool:
    """A plugin may import a module of hooks of the core's; these stay what they are."""
    package = (getattr(hook, "__module__", None) or plugin.name).partition(".")[0]
    return package == plugin.name


def _guard_hook(owner: str, name: str, hook: Callable) -> Callable:
    """The hook, which answers with nothing instead of an error where that is possible."""
    get_nothing = _find_nothing(name)
    if get_nothing is None or isinstance(hook, type):
        return hook

    @wraps(hook)
    def guarded(*args, **kwargs):
        try:
            result = hook(*args, **kwargs)
            return list(result) if inspect.isgenerator(result) else result
        except ANSWERS:
            raise
        except Exception:
            logger.exception("%s: the hook %s failed and is left out", owner, name)
            return get_nothing(*args)

    return guarded


def _find_nothing(name: str) -> Callable | None:
    """What stands for no answer; None where only the hook itself could say it."""
    if name in {f"register_{menu}_menu_item" for menu in MENUS}:
        return _make_hidden_item
    if name in ("register_admin_urls", "register_admin_viewset", "register_image_operations") or (
        name.startswith("register_") and name.endswith("_buttons")
    ):
        return lambda *args: []
    if name == "register_permissions":
        return _get_no_permissions
    if name.startswith("insert_"):
        return lambda *args: ""
    if name in ("on_serve_page", "register_icons"):
        return lambda *args: args[0]
    if name.startswith("register_") and name not in ("register_rich_text_features", "register_log_actions"):
        return None
    return _get_unchanged


def _get_unchanged(*args):
    """Lists of pages or files come back as they were."""
    return next((arg for arg in args if isinstance(arg, QuerySet)), None)


def _make_hidden_item(*_args):
    from wagtail.admin.menu import MenuItem

    class HiddenItem(MenuItem):
        def is_shown(self, request):
            return False

    return HiddenItem("", "")


def _get_no_permissions(*_args):
    from django.contrib.auth.models import Permission

    return Permission.objects.none()


def _guard_ready(plugin: Plugin) -> Callable[[], None]:
    ready = plugin.ready

    def guarded() -> None:
        try:
            ready()
        except Exception as error:
            plugin.record.note("ready", error)
            logger.exception("The plugin %s breaks when it gets ready", plugin.label)

    return guarded


def get_urlpatterns() -> list:
    """The addresses of all plugins, each below its own name."""
    return [
        path(f"{plugin.label}/", include((patterns, plugin.label)))
        for plugin in list_plugins()
        if (patterns := _load_urls(plugin))
    ]


def _load_urls(plugin: Plugin) -> list:
    # without its models nothing else of it can work
    if any(problem.part == "models.py" for problem in plugin.record.problems):
        return []
    module = _load_part(plugin, "urls")
    patterns = getattr(module, "urlpatterns", None)
    if module is not None and not isinstance(patterns, list):
        plugin.record.note("urls.py", "there is no list called urlpatterns")
        return []
    return patterns or []


def call_registering_hooks(record: Record) -> list[tuple[str, Exception]]:
    """Call what menus and lists will call. What raises is named: at run time the admin could only leave it out."""
    failed = []
    for name, functions in record.hooks.items():
        for hook in functions:
            if not name.startswith("register_") or isinstance(hook, type) or not _takes_nothing(hook):
                continue
            try:
                result = hook()
                if inspect.isgenerator(result):
                    list(result)
            except Exception as error:  # noqa: BLE001 -- whatever a stranger's function raises
                failed.append((name, error))
    return failed


def _takes_nothing(hook: Callable) -> bool:
    with suppress(TypeError, ValueError):
        parameters = inspect.signature(hook).parameters.values()
        return all(p.default is not p.empty or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters)
    return False
