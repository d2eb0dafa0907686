"""The API keeps what its OpenAPI document promises, whatever is asked."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalogue.factories import (
    CoursePageFactory,
    OfferingTranslationFactory,
    ProjectPageFactory,
    RunFactory,
    SubjectFactory,
    VenueFactory,
)

EXAMPLES = int(os.environ.get("KINTOP_FUZZ_EXAMPLES", "200"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture
def open_connection():
    """As Django's test client does: the end of a request leaves the test's transaction open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def api_schema(tree, reindex, open_connection):
    for number in range(3):
        course = CoursePageFactory(parent=tree.courses, subject=SubjectFactory(), level="A1.1", childcare=number > 1)
        RunFactory(offering=course, venue=VenueFactory(district="Garath"), meetings=2, price=number or None)
        OfferingTranslationFactory(offering=course)
    ProjectPageFactory(parent=tree.projects)
    reindex()
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation_id", ["list_offerings", "get_offering", "list_facets", "suggest"])
def test_answers_are_as_documented(api_schema, operation_id, mode):
    operation = api_schema.find_operation_by_id(operation_id)

    @FUZZ
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers={"Host": "testserver"})

    ask()


def test_every_operation_is_asked(api_schema):
    found = [result.ok().definition.raw["operationId"] for result in api_schema.get_all_operations()]

    assert found == ["list_offerings", "get_offering", "list_facets", "suggest"]
