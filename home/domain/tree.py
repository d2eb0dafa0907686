"""The fixed sections every site has, so that public addresses are the same everywhere."""

from dataclasses import dataclass

from wagtail.models import Page, Site

from catalogue.models import OfferingIndexPage, TargetGroupIndexPage, TeamPage
from cms.translated_pages import ensure_locales, only_originals
from home.models import ContactPage, HomePage
from search.models import FinderPage


@dataclass(frozen=True)
class SiteTree:
    site: Site
    home: HomePage
    finder: FinderPage
    courses: OfferingIndexPage
    projects: OfferingIndexPage
    target_groups: TargetGroupIndexPage
    team: TeamPage
    contact: ContactPage


def build_site_tree(*, hostname: str = "localhost", port: int = 80, site_name: str = "Kin-Top") -> SiteTree:
    """Make the sections that are missing and return them all; what exists stays as it is.

    The rights and the workflow on them are ``bring_roles_in_line``'s.
    """
    ensure_locales()
    home = only_originals(HomePage.objects.all()).first() or _create_home(site_name)
    site = _point_site_at(home, hostname=hostname, port=port, site_name=site_name)
    finder = _ensure(FinderPage, home, slug="angebote", title="Angebote", show_in_menus=True)
    courses = _ensure(OfferingIndexPage, finder, slug="kurse", title="Kurse und Veranstaltungen")
    projects = _ensure(OfferingIndexPage, finder, slug="projekte", title="Projekte", offering_type="project")
    target_groups = _ensure(TargetGroupIndexPage, home, slug="zielgruppen", title="Für wen?", show_in_menus=True)
    team = _ensure(TeamPage, home, slug="team", title="Team", show_in_menus=True)
    contact = _ensure(ContactPage, home, slug="kontakt", title="Kontakt", show_in_menus=True)
    return SiteTree(site, home, finder, courses, projects, target_groups, team, contact)


def _create_home(site_name: str) -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's first migration leaves a welcome page with the slug "home"
    welcome = root.get_children().filter(slug="home", content_type__model="page").first()
    home = root.add_child(instance=HomePage(title=site_name, slug="start"))
    if welcome is not None and not welcome.get_children().exists():
        Site.objects.filter(root_page=welcome).update(root_page=home)
        welcome.delete()
        root.refresh_from_db()
    return home


def _point_site_at(home: HomePage, *, hostname: str, port: int, site_name: str) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(
            hostname=hostname, port=port, site_name=site_name, root_page=home, is_default_site=True
        )
    if site.root_page_id != home.pk or not site.site_name:
        site.root_page = home
        site.site_name = site.site_name or site_name
        site.save()
    return site


def _ensure(model, parent, *, slug, **values):
    page = model.objects.child_of(parent).filter(slug=slug).first()
    if page is not None:
        return page
    parent.refresh_from_db()
    return parent.add_child(instance=model(slug=slug, **values))
