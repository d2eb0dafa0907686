"""What every plugin keeps to. A plugin's own test is three lines:

class TestContract(PluginContract):
    plugin = "kintop_example"
"""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import get_resolver, reverse

from cms import extend
from cms.plugins.loading import states_core_version
from cms.plugins.records import records
from cms.plugins.vetting import call_registering_hooks

#: what is asked of the site without the plugin, in a process of its own
WITHOUT = Path(__file__).with_name("without.py")


@pytest.mark.django_db
class PluginContract:
    #: name of the plugin: entry point, package, app and address
    plugin = ""

    # loading

    def test_plugin_is_on_and_the_checks_find_nothing(self):
        record = records.get(self.plugin)

        assert record is not None, f"{self.plugin} is not installed: pip install -e ."
        assert (record.state, record.problems) == ("on", [])
        assert [message for message in run_checks() if self.plugin in str(message.msg)] == []

    def test_plugin_says_which_core_it_works_with(self):
        assert states_core_version(self.plugin)

    def test_names_are_one(self):
        config = apps.get_app_config(self.plugin)

        assert (config.name, config.label, config.module.__name__) == (self.plugin,) * 3

    def test_no_migration_is_missing(self):
        """In the plugin, and in the core by the plugin."""
        out = StringIO()
        try:
            call_command("makemigrations", "--check", "--dry-run", stdout=out)
        except SystemExit:
            pytest.fail(out.getvalue())

    def test_files_lie_below_the_name_of_the_plugin(self):
        root = Path(apps.get_app_config(self.plugin).path)
        strays = [
            str(path.relative_to(root))
            for folder in ("templates", "static", "jinja2")
            for path in (root / folder).rglob("*")
            if path.is_file() and path.relative_to(root / folder).parts[0] not in (self.plugin, "catalogue")
        ]

        assert strays == []

    # the extension points

    def test_every_field_reads_every_type_of_offering(self, tree):
        for _model, offering in self._make_offerings(tree):
            relations = self._load_relations(offering)
            for name, field in self._list_own(extend.fields):
                owners = relations.runs if field.level == "run" else [offering]
                for owner in owners:
                    self._assert_values(name, field, field.value(owner, relations))

    def _assert_values(self, name, field, found):
        from search.facets import FACETS_BY_NAME

        values = [] if found is None else [found] if isinstance(found, str) else list(found)
        assert all(isinstance(value, str) for value in values), f"{name} gives {found!r}"
        if field.facet:
            unnamed = set(values) - {"", *FACETS_BY_NAME[name].get_options()}
            assert unnamed == set(), f"{name} gives values without a name: {unnamed}"

    def test_fields_ask_the_database_nothing_for_each_offering(self, tree, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from search.documents import load_documents

        offerings = [offering for _model, offering in self._make_offerings(tree, copies=3)]
        firsts = {type(offering): offering.pk for offering in offerings}
        load_documents(list(firsts.values()))
        with CaptureQueriesContext(connection) as few:
            load_documents(list(firsts.values()))
        with django_assert_num_queries(len(few)):
            load_documents([offering.pk for offering in offerings])

    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_exporters_take_any_number_of_offerings(self, tree, rf, count):
        from search.query import Query

        offerings = [offering for _model, offering in self._make_offerings(tree, copies=3)][:count]
        export = extend.Export(
            query=Query(),
            offerings=iter(offerings),
            total=len(offerings),
            language="de",
            site_url="https://example.org",
            title="Angebote",
        )
        for name, exporter in self._list_own(extend.exporters):
            response = exporter.respond(rf.get(f"/angebote/export/{name}/"), export)
            assert response.status_code < 400, name
            assert str(exporter.label), name

    def test_enquiry_handlers_answer_for_every_type(self, tree):
        for name, handler in self._list_own(extend.enquiries):
            for _model, offering in [(None, None), *self._make_offerings(tree)]:
                assert handler.accepts(offering) in (True, False), name

    def test_page_endings_are_drawn_without_the_database(self, rf, tree, django_assert_num_queries):
        """And are marked as safe, or visitors would read their tags."""
        from django.utils.safestring import SafeString

        for name, ending in self._list_own(extend.page_endings):
            request = rf.get("/team/")
            with django_assert_num_queries(0):
                drawn = ending.draw(request, tree.team)
            assert drawn == "" or isinstance(drawn, SafeString), name

    def test_hooks_answer_when_they_are_called(self):
        assert call_registering_hooks(records[self.plugin]) == []

    # the site with the plugin

    def test_public_pages_answer(self, client, tree):
        for _model, offering in self._make_offerings(tree):
            assert client.get(offering.url).status_code == 200
        for path in ("/", "/angebote/", "/api/v1/openapi.json", "/api/v1/facets/"):
            assert client.get(path).status_code == 200, path

    def test_addresses_without_arguments_answer(self, client, tree):
        for address in self._list_addresses():
            assert client.get(address).status_code < 500, address

    def _list_addresses(self) -> list[str]:
        found = get_resolver().namespace_dict.get(self.plugin)
        if found is None:
            return []
        forms = found[1].reverse_dict
        names = [name for name in forms if isinstance(name, str)]
        return [
            reverse(f"{self.plugin}:{name}")
            for name in names
            if any(not keys for possibilities in forms.getlist(name) for _path, keys in possibilities[0])
        ]

    def test_admin_answers_for_editors_and_lecturers(self, client, tree):
        from catalogue.factories import LecturerFactory, UserFactory
        from catalogue.roles import EDITORS, LECTURERS

        lecturer, editor = UserFactory(groups=[LECTURERS]), UserFactory(groups=[EDITORS])
        person = LecturerFactory(user=lecturer)
        offerings = [offering for _model, offering in self._make_offerings(tree, lecturers=[person])]
        addresses = [reverse("wagtailadmin_home")]
        addresses += [reverse("wagtailadmin_pages:edit", args=[offering.pk]) for offering in offerings]
        addresses += [
            reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, tree.courses.pk])
            for model in self._list_own_types()
        ]
        for user in (lecturer, editor):
            client.force_login(user)
            answers = {address: client.get(address).status_code for address in addresses}
            assert {address: code for address, code in answers.items() if code not in (200, 302, 403, 404)} == {}

    # the site without the plugin

    def test_nothing_is_lost_without_the_plugin(self, tree, tmp_path):
        """Its offerings are served and found, its blocks stay, the core wants no migration."""
        offerings = [offering for _model, offering in self._make_offerings(tree, title="Laternenfest")]
        block_names = [name for name, _block in self._list_own(extend.blocks)]
        body = json.dumps(
            [{"type": name, "value": None, "id": f"b{number}"} for number, name in enumerate(block_names)]
        )
        for offering in offerings:
            type(offering).objects.filter(pk=offering.pk).update(body=body)

        told = self._ask_without(tmp_path, [offering.pk for offering in offerings])

        assert told["state"] == "off"
        assert told["served"] == [200] * len(offerings)
        assert told["found"] == len(offerings)
        assert told["kept"] == [block_names] * len(offerings)
        assert told["migrations"] == ""

    def _ask_without(self, folder: Path, pks: list[int]) -> dict:
        from django.db import connection

        if connection.vendor != "sqlite":
            pytest.skip("a copy of the database is made with SQLite only")
        copy = folder / "site.sqlite3"
        # as this test sees it, in the middle of its transaction
        copy.write_bytes(connection.connection.serialize())
        environment = {
            **os.environ,
            "KINTOP_PLUGINS_OFF": ",".join(filter(None, [os.environ.get("KINTOP_PLUGINS_OFF"), self.plugin])),
            "TEST_DATABASE_URL": f"sqlite:///{copy}",
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "cms.settings.test"),
        }
        done = subprocess.run(  # noqa: S603 -- our own script
            [sys.executable, str(WITHOUT), self.plugin, *map(str, pks)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            cwd=os.getcwd(),
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    # what to try it on

    def make_offering(self, model, **values):
        """An offering of this type; to be overridden where a type needs more than the common fields."""
        import factory

        from catalogue.factories import OfferingFactory

        made = factory.make_factory(model, FACTORY_CLASS=OfferingFactory)
        made._meta.skip_postgeneration_save = True
        return made(**values)

    def _make_offerings(self, tree, *, copies: int = 1, **values):
        """(model, offering) of every type, those of other plugins and the bare one included."""
        from catalogue.factories import RunFactory
        from catalogue.models import Offering

        made = []
        for model in apps.get_models():
            if issubclass(model, Offering):
                for number in range(copies):
                    slug = f"{model._meta.model_name}-{number}"
                    offering = self.make_offering(model, parent=tree.courses, slug=slug, **values)
                    RunFactory(offering=offering)
                    made.append((model, model.objects.get(pk=offering.pk)))
        return made

    def _list_own_types(self):
        from catalogue.models import Offering

        return [model for model in apps.get_app_config(self.plugin).get_models() if issubclass(model, Offering)]

    def _list_own(self, point):
        return [(name, entry) for name, entry in point.items() if point.get_owner(name) == self.plugin]

    def _load_relations(self, offering):
        from search.relations import load_relations

        return load_relations([offering])[offering.pk]
