import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalogue.factories import ProjectPageFactory
from catalogue.models import CoursePage, Offering, ProjectPage
from home.demo.codes import describe_term
from home.models import HomePage, OrganisationSettings


@pytest.mark.parametrize("options", [{"offerings": 0}, {"offerings": 100_001}, {"lecturers": 79}])
def test_impossible_numbers_are_refused(options):
    with pytest.raises(CommandError, match="--offerings nimmt 1 bis 100000"):
        call_command("demo", verbosity=0, **options)


def test_small_demo_takes_a_sample_without_logins(db, settings, monkeypatch):
    settings.KINTOP_DEMO_LOGINS = False
    monkeypatch.setattr("home.demo.load.load_portraits", lambda _data: None)
    monkeypatch.setattr("home.demo.gallery.VARIANTS", 1)

    call_command("demo", offerings=30, verbosity=0)

    assert Offering.objects.live().count() == 30
    assert ProjectPage.objects.count() == 1
    assert len(set(CoursePage.objects.values_list("subject__parent", flat=True))) > 8
    assert get_user_model().objects.count() == 0


def test_forced_demo_overwrites_nothing(tree, settings, monkeypatch):
    settings.KINTOP_DEMO_LOGINS = False
    monkeypatch.setattr("home.demo.load.load_portraits", lambda _data: None)
    monkeypatch.setattr("home.demo.gallery.VARIANTS", 1)
    HomePage.objects.update(claim="Willkommen im Haus am See")
    OrganisationSettings.objects.create(site=tree.site, name="Haus am See", street="Seeweg 1")
    code = f"P101-{describe_term(timezone.localdate())}"
    own = ProjectPageFactory(parent=tree.projects, slug="wegbegleitung-sued", title="Mitgehen", code=code)

    call_command("demo", force=True, offerings=5, verbosity=0)

    # the tree of English pages begins with a copy
    assert set(HomePage.objects.values_list("claim", flat=True)) == {"Willkommen im Haus am See"}
    assert OrganisationSettings.objects.get().street == "Seeweg 1"
    own.refresh_from_db()
    assert (own.slug, own.title) == ("wegbegleitung-sued", "Mitgehen")
    assert ProjectPage.objects.get(slug="wegbegleitung-sued-2").title.startswith("Wegbegleitung Süd")
    assert Offering.objects.filter(code=code).count() == 1
