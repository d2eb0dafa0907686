"""Home page, target groups and pages of text."""

from datetime import time
from html import escape
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page

from catalogue.choices import WEEKDAY_SLUGS
from catalogue.factories import TargetGroupPageFactory
from home.domain.tree import SiteTree
from home.factories import ContentPageFactory, OrganisationSettingsFactory
from home.models import OrganisationSettings

from .files import DemoData
from .gallery import GROUP_PICTURES
from .markers import mark
from .plan import split_paragraphs

MENU_PAGES = {"ueber-uns", "integrationsagentur"}
#: slug -> form below the text
FORMS = {"integrationsagentur": "service", "mitmachen": "volunteering", "barrierefreiheit": "accessibility"}


def load_content(data: DemoData, *, tree: SiteTree, marked: dict[str, int], pictures: dict[str, list]) -> None:
    if "home" not in marked and not tree.home.claim:
        load_organisation(data, tree=tree)
        load_home(data, tree=tree, picture=pictures["start"][0])
    for row in data.target_groups:
        if f"group:{row['slug']}" not in marked:
            load_target_group(row, tree=tree, picture=pictures[GROUP_PICTURES[row["slug"]]][0])
    for row in data.pages:
        if f"page:{row['slug']}" not in marked:
            load_page(row, tree=tree)


def publish(page: Page, key: str) -> None:
    page.save_revision().publish()
    mark(page, key)


def make_html(paragraphs: list[str], *, heading: str = "", items=()) -> str:
    html = f"<h2>{escape(heading)}</h2>" if heading else ""
    html += "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    if items:
        html += "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
    return html


def make_stream(key: str, texts: list[str]) -> list[dict]:
    """Raw value of a stream of text blocks; the ids follow from the key, so that nothing is random."""
    return [
        {"type": "text", "value": text, "id": str(uuid5(NAMESPACE_URL, f"kintop-demo:{key}:{number}"))}
        for number, text in enumerate(texts)
    ]


def load_organisation(data: DemoData, *, tree: SiteTree) -> None:
    facts = data.home["organisation"]
    hours = facts["opening_hours"]
    if OrganisationSettings.objects.filter(site=tree.site).exclude(street="", phone="").exists():
        return
    OrganisationSettings.objects.filter(site=tree.site).delete()  # a visit makes an empty one
    OrganisationSettingsFactory(
        site=tree.site,
        **{name: facts[name] for name in ("name", "legal_name", "street", "postal_code", "city", "phone", "email")},
        head_of_agency=facts["agency_head"],
        opening_days=[str(WEEKDAY_SLUGS.index(row["day"])) for row in hours],
        opens_at=time.fromisoformat(hours[0]["opens"]),
        closes_at=time.fromisoformat(hours[0]["closes"]),
        memberships="\n".join(facts["memberships"]),
        recognitions="\n".join(facts["recognitions"]),
    )


def load_home(data: DemoData, *, tree: SiteTree, picture) -> None:
    home = tree.home
    for name in ("claim", "intro", "what", "for_whom", "how"):
        setattr(home, name, data.home[name])
    home.image = picture
    publish(home, "home")
    for page, intro in (
        (tree.finder, "Suchen Sie nach Thema, Ort, Tag oder Sprache. Vieles ist kostenlos."),
        (tree.target_groups, "Wählen Sie Ihre Gruppe, dann sehen Sie, was zu Ihnen passt."),
        (tree.team, "Diese Menschen unterrichten, beraten und begleiten Sie bei uns."),
        (tree.contact, "Fragen Sie uns. Sie dürfen in Ihrer Sprache schreiben, wir finden jemanden, der sie spricht."),
    ):
        page.intro = intro
        page.save_revision().publish()


def load_target_group(row: dict, *, tree: SiteTree, picture) -> None:
    page = TargetGroupPageFactory(
        parent=tree.target_groups,
        title=row["title"],
        slug=row["slug"],
        intro=row["intro"],
        body=make_html(split_paragraphs(row["body"])),
        image=picture,
        intro_translations=row["intros"],
        search_description=row["intro"],
        **{f"name_{language}": name for language, name in row["names"].items()},
    )
    publish(page, f"group:{row['slug']}")


def load_page(row: dict, *, tree: SiteTree) -> None:
    sections = [
        make_html(split_paragraphs(section["text"]), heading=section["heading"], items=section.get("items", ()))
        for section in row["sections"]
    ]
    page = ContentPageFactory.build(
        parent=None,
        title=row["title"],
        slug=row["slug"],
        summary=row["summary"],
        search_description=row["summary"],
        keywords=", ".join(row.get("keywords", [])),
        show_in_menus=row["slug"] in MENU_PAGES,
        form=FORMS.get(row["slug"], ""),
        text_translations=row.get("translations", {}),
    )
    page.body = page.body.stream_block.to_python(make_stream(row["slug"], sections))
    tree.home.refresh_from_db()
    tree.home.add_child(instance=page)
    publish(page, f"page:{row['slug']}")
