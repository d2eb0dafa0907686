from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from media.domain.consent import (
    ConsentScope,
    ConsentState,
    ConsentStatus,
    Use,
    check_consent,
    get_consent_state,
    is_publishable,
    withdraw_consent,
)
from media.factories import ImageFactory
from media.models import Image

DAY = date(2026, 5, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
NOT_NEEDED, GIVEN, MISSING, WITHDRAWN = ConsentStatus


def make(shows_people=True, consent_status=GIVEN, **fields):
    fields.setdefault("consent_from", "Amina Yıldız")
    fields |= {"shows_people": shows_people, "consent_status": consent_status}
    # the collection is named because its default asks the database
    return Image(title="Bild", collection_id=1, **fields)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"shows_people": False, "consent_status": NOT_NEEDED}, ConsentState.NO_PEOPLE),
        ({"shows_people": False, "consent_status": MISSING}, ConsentState.NO_PEOPLE),
        ({"shows_people": False, "consent_status": WITHDRAWN}, ConsentState.WITHDRAWN),
        ({"consent_status": NOT_NEEDED}, ConsentState.MISSING),
        ({"consent_status": MISSING}, ConsentState.MISSING),
        ({"consent_status": WITHDRAWN}, ConsentState.WITHDRAWN),
        ({"consent_status": WITHDRAWN, "consent_until": AFTER}, ConsentState.WITHDRAWN),
        ({}, ConsentState.VALID),
        ({"consent_until": AFTER}, ConsentState.VALID),
        ({"consent_until": DAY}, ConsentState.VALID),
        ({"consent_until": BEFORE}, ConsentState.EXPIRED),
        ({"minors": True}, ConsentState.CUSTODIANS_MISSING),
        ({"minors": True, "custodians_agreed": True}, ConsentState.VALID),
        ({"minors": True, "custodians_agreed": True, "consent_until": BEFORE}, ConsentState.EXPIRED),
        ({"minors": True, "custodians_agreed": True, "consent_status": MISSING}, ConsentState.MISSING),
    ],
)
def test_consent_state_follows_from_the_statements(fields, state):
    image = make(**fields)

    assert get_consent_state(image=image, on=DAY) == state
    assert is_publishable(image=image, on=DAY) == (state in (ConsentState.NO_PEOPLE, ConsentState.VALID))


@pytest.mark.parametrize(
    ("scope", "uses"),
    [
        (ConsentScope.WEBSITE, {Use.WEBSITE}),
        (ConsentScope.WEBSITE_PRINT, {Use.WEBSITE, Use.PRINT}),
        (ConsentScope.ALL, {Use.WEBSITE, Use.PRINT, Use.ELSEWHERE}),
    ],
)
def test_scope_limits_where_the_picture_may_be_shown(scope, uses):
    image = make(consent_scope=scope)

    assert {use for use in Use if is_publishable(image=image, on=DAY, use=use)} == uses


@pytest.mark.parametrize("use", Use)
def test_scope_does_not_bind_pictures_without_people(use):
    assert is_publishable(image=make(shows_people=False, consent_status=NOT_NEEDED), use=use) is True


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (1, True)])
def test_publishable_means_today_unless_told_otherwise(days, shown):
    image = make(consent_until=timezone.localdate() + timedelta(days=days))

    assert (is_publishable(image=image), image.is_publishable) == (shown, shown)


def test_query_and_function_agree_on_every_combination(db):
    combinations = product(
        (True, False), ConsentStatus, (True, False), (True, False), ConsentScope, (None, BEFORE, DAY, AFTER)
    )
    names = "shows_people", "consent_status", "minors", "custodians_agreed", "consent_scope", "consent_until"
    # rows only: a million bytes of pictures would prove nothing more
    Image.objects.bulk_create(
        Image(title="Bild", collection_id=1, width=1, height=1, **dict(zip(names, values, strict=True)))
        for values in combinations
    )

    everything = list(Image.objects.all())
    for use in Use:
        found = set(Image.objects.publishable(on=DAY, use=use).values_list("pk", flat=True))
        expected = {image.pk for image in everything if is_publishable(image=image, on=DAY, use=use)}
        assert found == expected
    assert len(everything) == 2 * 4 * 2 * 2 * 3 * 4


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        ({"shows_people": False, "consent_status": NOT_NEEDED}, set()),
        ({"consent_status": MISSING, "consent_from": ""}, set()),
        ({"consent_status": WITHDRAWN, "consent_from": ""}, set()),
        ({"consent_status": NOT_NEEDED}, {"consent_status"}),
        ({"shows_people": False}, {"shows_people"}),
        ({"shows_people": False, "consent_status": MISSING}, {"shows_people"}),
        ({"consent_from": ""}, {"consent_from"}),
        ({"consent_from": "   "}, {"consent_from"}),
        ({"minors": True}, {"custodians_agreed"}),
        ({"minors": True, "custodians_agreed": True}, set()),
        ({"minors": True, "consent_status": MISSING}, set()),
        ({"minors": True, "shows_people": False, "consent_status": NOT_NEEDED}, {"minors"}),
        ({"consent_on": timezone.localdate()}, set()),
        ({"consent_on": timezone.localdate() + timedelta(days=1)}, {"consent_on"}),
        ({"consent_until": timezone.localdate()}, set()),
        ({"consent_until": timezone.localdate() - timedelta(days=1)}, {"consent_until"}),
        ({"consent_on": date(2020, 1, 2), "consent_until": date(2020, 1, 1)}, {"consent_until"}),
        ({"consent_on": date(2020, 1, 1), "consent_until": date(2020, 1, 1)}, set()),
        ({"consent_until": date(2926, 5, 1)}, {"consent_until"}),
        (
            {"shows_people": False, "consent_status": NOT_NEEDED, "consent_until": date(2030, 1, 1)},
            {"consent_until"},
        ),
    ],
)
def test_check_consent_blames_the_right_fields(fields, wrong):
    image = make(**fields)
    try:
        check_consent(image=image)
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)

    assert found == wrong


def test_check_consent_lets_an_old_picture_with_expired_consent_be_corrected():
    image = make(consent_until=DAY)
    image.created_at = timezone.now() - timedelta(days=3650)

    assert check_consent(image=image) is None


def test_withdraw_consent_removes_every_public_copy(db, media_root, django_capture_on_commit_callbacks):
    image = ImageFactory(with_people=True)
    files = [image.get_rendition(spec).file.path for spec in ("width-20", "fill-10x10", "original")]
    assert all(media_root.joinpath(path).exists() for path in files)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(image=image)

    assert [media_root.joinpath(path).exists() for path in files] == [False, False, False]
    assert image.renditions.count() == 0
    image.refresh_from_db()
    assert (image.consent_status, image.is_publishable) == (ConsentStatus.WITHDRAWN, False)
    assert list(Image.objects.publishable()) == []


def test_withdraw_consent_holds_for_a_picture_said_to_show_nobody(db):
    image = ImageFactory()

    withdraw_consent(image=image)

    image.refresh_from_db()
    assert (image.shows_people, image.is_publishable) == (True, False)
    assert image.full_clean() is None


def test_withdraw_consent_forgets_the_cached_copies(db):
    image = ImageFactory(with_people=True)
    first = image.get_rendition("width-20")

    withdraw_consent(image=image)

    assert Image.objects.get(pk=image.pk).get_rendition("width-20").pk != first.pk
