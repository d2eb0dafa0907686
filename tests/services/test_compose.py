"""compose.yaml cannot be run here; what can be read from it is held."""

import re

import pytest
import yaml

from cms.settings.safety import KNOWN_SEARCH_SCHEMES
from tests.services.locations import JAVA_SOURCES, REPOSITORY

COMPOSE = yaml.safe_load((REPOSITORY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]


def test_all_services_of_a_grown_up_site_are_there():
    assert sorted(SERVICES) == ["database", "engine", "setup", "web", "worker"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_depends_only_on_services_that_exist(name):
    needed = SERVICES[name].get("depends_on", {})

    assert set(needed) - set(SERVICES) == set()
    assert [
        other
        for other, need in needed.items()
        if need["condition"] == "service_healthy" and "healthcheck" not in SERVICES[other]
    ] == []


@pytest.mark.parametrize("name", SERVICES)
def test_service_mounts_only_declared_volumes(name):
    mounted = {volume.split(":")[0] for volume in SERVICES[name]["volumes"]}

    assert mounted - set(COMPOSE["volumes"]) == set()


def test_nothing_but_the_web_is_published_and_only_to_the_host_itself():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def test_secrets_come_from_the_environment():
    environment = SERVICES["web"]["environment"]
    secrets = [environment["SECRET_KEY"], environment["DATABASE_URL"], environment["EMAIL_URL"]]

    assert [re.search(r"\$\{\w+:\?write it into \.env\}", secret) is not None for secret in secrets] == [True] * 3


def test_engine_is_the_version_the_tests_run_on():
    pom = (JAVA_SOURCES / "pom.xml").read_text()
    tested = re.search(r"<elasticsearch.version>(.*)</elasticsearch.version>", pom).group(1)

    assert SERVICES["engine"]["image"] == f"elasticsearch:{tested}"
    assert SERVICES["web"]["environment"]["SEARCH_URL"].split(":")[0] in KNOWN_SEARCH_SCHEMES


def test_image_holds_every_package_of_the_project():
    copied = re.findall(r"^COPY (\w+) \1$", SERVICES["web"]["build"]["dockerfile_inline"], re.MULTILINE)
    pyproject = (REPOSITORY / "pyproject.toml").read_text()
    packages = re.search(r"\[tool.setuptools.packages.find\]\ninclude = \[(.*)\]", pyproject).group(1)

    assert sorted(copied) == sorted(re.findall(r"\w+", packages))
