"""The table of faults in the plugin contract: each breaks in its own way, and the site serves with all of them."""

import os

import pytest

from tests.plugins.samples import APPS, BROKEN, CORE, MODEL, write_plugin
from tests.reports import BROKEN_PLUGINS, list_summaries

pytestmark = pytest.mark.django_db

#: name -> (part, how the problem begins)
EXPECTED = {
    "kintop_wrong_version": ("requirements", "needs kintop-katalog >=99, installed is "),
    "kintop_missing_need": ("requirements", "needs no-such-distribution >=3, which is not installed"),
    "kintop_unreadable_need": ("requirements", "a requirement cannot be read: "),
    "kintop_syntax_error": ("apps.py", "SyntaxError: "),
    "kintop_import_error": ("apps.py", "ImportError: cannot import name 'Nothing' from 'cms.plugins'"),
    "kintop_no_plugin": ("apps.py", "kintop_no_plugin.apps:Config is no subclass of cms.plugins.Plugin"),
    "kintop_other_name": ("apps.py", "entry point, package and app must have one name: "),
    "kintop_no_entry": ("apps.py", "AttributeError: module 'kintop_no_entry.apps' has no attribute 'Nothing'"),
    "kintop_needs_broken": ("requirements", "needs the plugin kintop_wrong_version, which is broken"),
    "kintop_early_models": ("models.py", "ImportError: cannot import name 'NoSuchThing' from 'django.db'"),
    "kintop_bad_extensions": ("extensions.py", "ZeroDivisionError: division by zero"),
    "kintop_duplicate": ("extensions.py", "ValueError: kintop_duplicate: the field 'level' must be called"),
    "kintop_wrong_type": ("extensions.py", "TypeError: kintop_wrong_type: the exporter 'kintop_wrong_type_pdf' is no "),
    "kintop_bad_hooks": ("wagtail_hooks.py", "LookupError: no such menu"),
    "kintop_bad_urls": ("urls.py", "ImportError: cannot import name 'no_path' from 'django.urls'"),
    "kintop_no_urls": ("urls.py", "there is no list called urlpatterns"),
    "kintop_bad_ready": ("ready", "OSError: no disk"),
    "kintop_claimed_twice": (
        "pyproject.toml",
        "the name kintop_claimed_twice is claimed by another-second and kintop-first",
    ),
}


def test_every_broken_sample_is_expected_here():
    assert set(EXPECTED) == {*BROKEN, "kintop_claimed_twice"}


@pytest.mark.parametrize("name", EXPECTED)
def test_problem_is_recorded_once_with_its_part(told, name):
    record = told["records"][name]
    part, beginning = EXPECTED[name]

    assert record["state"] == "broken"
    assert [(found, text[: len(beginning)]) for found, text in record["problems"]] == [(part, beginning)]


@pytest.mark.parametrize("name", EXPECTED)
def test_check_names_culprit_and_cure(told, name):
    found = [(number, hint) for number, text, hint in told["checks"] if text.startswith(f"Plugin {name} (")]

    assert [number for number, _hint in found] == ["kintop.E001"]
    assert found[0][1].endswith(f"or switch it off with KINTOP_PLUGINS_OFF={name}.")


def test_site_serves_with_all_of_them(told):
    assert set(told["public"].values()) == {200}


def test_admin_works_with_all_of_them(told):
    assert set(told["admin"].values()) == {200}
    assert told["listed"] is True


def test_working_plugins_stay_on(told):
    working = [name for name, record in told["records"].items() if record["state"] == "on"]

    assert working == [
        "kintop_denying_hook",
        "kintop_events",
        "kintop_raising_field",
        "kintop_raising_hooks",
        "kintop_slow_exporter",
    ]


def test_what_a_broken_part_registered_is_taken_back(told):
    assert [name for name in told["fields"] if not name.startswith("kintop_events")] == [
        "kintop_raising_field",
        "kintop_raising_field_text",
        "kintop_raising_field_names",
    ]
    assert "should have been rolled back" not in told["log"]


def test_migrate_refuses_before_it_changes_anything(told):
    assert "Plugin kintop_wrong_version (kintop-wrong-version 1.0): requirements" in told["migrate"]


def test_report_tells_administrators(told):
    assert "Erweiterungen" in told["reported"]
    assert "no-such-distribution" in told["reported"]
    assert "KINTOP_PLUGINS_OFF=kintop_bad_urls" in told["reported"]


def test_value_that_raises_is_missing_in_the_document_alone(told):
    """And the owner is named in the log."""
    assert told["facets"]["kintop_raising_field"] == []
    assert told["facets"]["kintop_raising_field_names"] == ["1"]
    assert told["facets"]["type"] == ["course"]
    for name in ("kintop_raising_field", "kintop_raising_field_text", "kintop_raising_field_names"):
        assert f"kintop_raising_field: the field '{name}' failed and is left out" in told["log"]


@pytest.mark.parametrize(
    "hook",
    [
        "before_serve_page",
        "construct_main_menu",
        "construct_explorer_page_queryset",
        "register_page_header_buttons",
        "register_admin_menu_item",
        "register_permissions",
    ],
)
def test_hook_that_raises_is_logged_and_left_out(told, hook):
    assert f"kintop_raising_hooks: the hook {hook} failed and is left out" in told["log"]


def test_check_calls_the_hooks_that_menus_will_call(told):
    found = [text for number, text, _hint in told["checks"] if number == "kintop.E002"]

    assert sorted(found) == [
        "Plugin kintop_raising_hooks (kintop-raising-hooks 1.0): hook register_admin_menu_item: ValueError: item",
        "Plugin kintop_raising_hooks (kintop-raising-hooks 1.0): hook register_permissions: ValueError: permissions",
    ]


def test_hook_may_deny_on_purpose(told):
    assert told["denied"] == 403


def test_slow_exporter_sends_at_once_and_keeps_nobody_waiting(told):
    assert told["slow"] == {"first": "piece", "at_once": True, "others": 200, "goes_on": True}


def test_command_shows_states_and_problems(told):
    done = told["commands"]["plugins"]
    lines = done["text"].splitlines()

    assert done["code"] == 1
    assert "    requirements: needs no-such-distribution >=3, which is not installed" in lines
    assert [line.split()[2] for line in lines if line.startswith("kintop_bad_urls ")] == ["broken"]
    assert "switch it off with KINTOP_PLUGINS_OFF=kintop_bad_hooks." in done["text"]


@pytest.mark.parametrize("name", EXPECTED)
def test_outputs_are_kept_for_the_test_report(told, name):
    part, beginning = EXPECTED[name]

    head, plugins, check = (BROKEN_PLUGINS / f"{name}.txt").read_text().split("\n\n$ ")

    row, problem, culprit, cure, served = head.splitlines()
    assert (row.split()[0], row.split()[2]) == (name, "broken")
    assert problem.startswith(f"    {part}: {beginning}")
    assert culprit.startswith(f"    check: kintop.E001 Plugin {name} (")
    assert cure.endswith(f"or switch it off with KINTOP_PLUGINS_OFF={name}.")
    assert served == "    served: / 200, /angebote/ 200, /angebote/kurse/naehen/ 200, /healthz 200, /readyz 200"
    assert plugins.startswith("python manage.py plugins\nexit code 1\nNAME ")
    assert check.startswith("python manage.py check\nexit code 1\nSystemCheckError: ")


def test_only_outputs_of_this_run_are_shown(tmp_path):
    (tmp_path / "kintop_new.txt").write_text("kintop_new 1.0 broken\n    served: / 200\n\n$ python manage.py plugins\n")
    (tmp_path / "kintop_old.txt").write_text("kintop_old 1.0 broken\n")
    os.utime(tmp_path / "kintop_old.txt", (1, 1))

    assert list_summaries(tmp_path, since=1000) == ["kintop_new 1.0 broken", "    served: / 200"]


def test_half_a_schema_is_worse_than_a_stop(make_site):
    site = make_site(kintop_half={"files": {"models.py": MODEL + "\nfrom django.db import NoSuchThing\n"}})

    done = site.manage("check")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: The plugin kintop_half (kintop-half 1.0) breaks in models.py "
        "after thing (ImportError: cannot import name 'NoSuchThing'"
    )
    assert done.stderr.splitlines()[-1].endswith("repair it or start with KINTOP_PLUGINS_OFF=kintop_half")


BAD_MIGRATIONS = {
    "kintop_raising_migration": "raise RuntimeError('no')\n",
    "kintop_empty_migration": "",
}


def test_bad_migrations_are_named_and_the_site_serves(make_site):
    plugins = {
        name: {"files": {"models.py": MODEL, "migrations/__init__.py": "", "migrations/0001_initial.py": text}}
        for name, text in BAD_MIGRATIONS.items()
    }
    told = make_site(**plugins).probe("site")

    found = [text for number, text, _hint in told["checks"] if number == "kintop.E004"]
    assert [text.partition(": migrations: ")[::2] for text in found] == [
        (
            "Plugin kintop_empty_migration (kintop-empty-migration 1.0)",
            "0001_initial: BadMigrationError: there is no class Migration",
        ),
        ("Plugin kintop_raising_migration (kintop-raising-migration 1.0)", "0001_initial: RuntimeError: no"),
    ]
    assert "kintop.E004" in told["migrate"]
    assert told["public"] == {
        "/": 200,
        "/angebote/": 200,
        "/angebote/kurse/naehen/": 200,
        "/healthz": 200,
        "/readyz": 503,
    }


MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []
    operations = []
"""
EXPORTER = """
from cms import extend
from cms.extend import Exporter

exporter = Exporter()
exporter.slug = "pdf"
extend.exporters.add("{name}_pdf", exporter)
"""


@pytest.fixture(scope="session")
def checked(make_site):
    """What ``check`` says of several small faults at once."""
    ends = {"migrations/__init__.py": "", "migrations/0001_a.py": MIGRATION, "migrations/0001_b.py": MIGRATION}
    pdf = {name: {"files": {"extensions.py": EXPORTER.format(name=name)}} for name in ("kintop_one", "kintop_two")}
    plugins = {"kintop_two_ends": {"files": ends}, "kintop_vague": {"requires": []}, **pdf}
    site = make_site(off="kintop_typo", **plugins)
    write_plugin(site.folder, "Kintop-Loud", {"apps.py": APPS.format(name="Kintop-Loud")})
    return site.manage("check").stderr


@pytest.mark.parametrize(
    "sentence",
    [
        "Plugin kintop_two_ends (kintop-two-ends 1.0): migrations: several last migrations: 0001_a, 0001_b",
        "KINTOP_PLUGINS_OFF names 'kintop_typo', but no such plugin is installed.",
        "The plugin kintop_vague (kintop-vague 1.0) does not say which versions of the core it works with.",
        "The address of the export 'pdf' is claimed by kintop_one and kintop_two; kintop_one has it.",
        "Plugin Kintop-Loud (Kintop-Loud 1.0): pyproject.toml: the name 'Kintop-Loud' is no name of a package in small",
    ],
)
def test_check_tells_of_small_faults(checked, sentence):
    assert sentence in checked


def test_plugins_come_after_those_they_need(make_site):
    site = make_site(kintop_a={"requires": [CORE, "kintop-b"]}, kintop_b={})

    done = site.run("-c", "from cms.settings.test import INSTALLED_APPS as apps; print(apps[-3:])")

    assert done.stdout.strip() == "['kintop_b.apps.Config', 'kintop_a.apps.Config', 'kintop_events.apps.Events']"
