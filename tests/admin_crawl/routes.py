"""Every address of the admin, filled with ids of the scene."""

from collections.abc import Iterator
from itertools import product

from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Revision, Site, Task, TaskState, Workflow, WorkflowState
from wagtail_localize.models import OverridableSegment, StringSegment, Translation, TranslationSource

from tests.admin_crawl.scene import SEARCH, Scene

ADMIN = "admin/"
#: words that stand for an action in an address
ACTIONS = [
    *("delete", "move", "publish", "unpublish", "copy", "create_alias", "convert_alias"),
    *("revert_to_page_revision", "copy_for_translation", "approve", "reject", "add_to_collection", "add_tags"),
]


def find_routes(patterns=None, prefix="", namespaces=()) -> Iterator[tuple[str, str]]:
    """(path pattern, full name) of each route of the admin, also of plugins."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            namespace = (pattern.namespace,) if pattern.namespace else ()
            yield from find_routes(pattern.url_patterns, route, namespaces + namespace)
        elif route.startswith(ADMIN):
            yield route, ":".join([*namespaces, pattern.name]) if pattern.name else ""


def fill_routes(scene: Scene) -> dict[str, list[str]]:
    """Path pattern -> addresses; a pattern nobody could fill has an empty list."""
    filled = {}
    for route, name in find_routes():
        if name:
            filled[route] = _fill(route, name, scene)
        else:
            filled[route] = [f"/{route}"] if "<" not in route and "^" not in route else []
    return filled


def _fill(route: str, name: str, scene: Scene) -> list[str]:
    namespace = name.rsplit(":", 1)[0]
    addresses = []
    for keys in _get_key_sets(name):
        values = [_get_values(key, namespace, name, scene) for key in keys]
        for combination in product(*values):
            if not _belongs_together(dict(zip(keys, combination, strict=True)), scene):
                continue
            try:
                addresses.append(reverse(name, kwargs=dict(zip(keys, combination, strict=True))))
            except NoReverseMatch:
                continue
    return list(dict.fromkeys(addresses))


def _belongs_together(filled: dict, scene: Scene) -> bool:
    """Each page with what is its own; one's own page with what is somebody else's, too."""
    if "action" in filled and not _is_model(filled["app_label"], filled["model_name"]):
        return False
    page_id = filled.get("page_id", filled.get("pk"))
    if page_id == scene.own.pk:
        return True
    owners = {
        "revision_id": Revision,
        "revision_id_a": Revision,
        "revision_id_b": Revision,
        "workflow_state_id": WorkflowState,
        "task_state_id": TaskState,
    }
    for key, model in owners.items():
        if isinstance(filled.get(key), int) and page_id is not None:
            found = model.objects.get(pk=filled[key])
            owner = found.workflow_state.object_id if model is TaskState else found.object_id
            if owner != str(page_id):
                return False
    return True


def _is_model(app_label: str, model_name: str) -> bool:
    return ContentType.objects.filter(app_label=app_label, model=model_name).exists()


def _get_key_sets(name: str) -> list[list[str]]:
    """The keyword arguments each route of this name takes."""
    *namespaces, last = name.split(":")
    resolver = get_resolver()
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    return [list(keys) for possibility in resolver.reverse_dict.getlist(last) for _path, keys in possibility[0]]


def _get_values(key: str, namespace: str, name: str, scene: Scene) -> list:
    foreign = [page.pk for page in scene.foreign]
    revisions = [page.latest_revision_id for page in scene.foreign]
    values = {
        "page_id": [*foreign, scene.own.pk, *(page.pk for page in scene.translated)],
        "page_pk": foreign[:2],
        "page_to_move_id": [*foreign, scene.own.pk],
        "destination_id": [scene.own.get_parent().pk, foreign[0]],
        "parent_page_id": [scene.own.get_parent().pk, foreign[0]],
        "revision_id": revisions,
        "revision_id_a": ["live", *revisions],
        "revision_id_b": ["latest"],
        "workflow_state_id": list(WorkflowState.objects.values_list("pk", flat=True)),
        "task_state_id": list(TaskState.objects.values_list("pk", flat=True)),
        "task_id": list(Task.objects.values_list("pk", flat=True)),
        "workflow_pk": list(Workflow.objects.values_list("pk", flat=True)),
        "action_name": ["approve", "reject"] if namespace == "wagtailadmin_pages" else ACTIONS,
        "action": ACTIONS,
        "collection_id": [1],
        "session_id": [1],
        "redirect_id": [1],
        "uploaded_file_id": [1],
        "image_id": [image.pk for image in scene.objects["image"]],
        "document_id": [document.pk for document in scene.objects["document"]],
        "doc_id": [document.pk for document in scene.objects["document"]],
        "filter_spec": ["max-100x100"],
        "object_id": [str(pk) for pk in foreign],
        "change_id": [change.pk for change in scene.objects["urgent"]],
        "lecturer_id": [scene.cast.anna.pk],
        "batch_id": [batch.pk for batch in scene.objects["batch"]],
        "absence_id": [absence.pk for absence in scene.objects["absence"]],
        # of plugins: the public run of somebody else's offering, and some row
        "run_uid": [scene.foreign[0].runs.first().uid],
        "registration_id": [1],
        # of a plugin: who may not is turned away before anything is looked up
        "remark_id": [1],
        "translation_id": list(Translation.objects.values_list("pk", flat=True)),
        "translation_source_id": list(TranslationSource.objects.values_list("pk", flat=True)),
        "string_segment_id": list(StringSegment.objects.values_list("pk", flat=True))[:4],
        "overridable_segment_id": list(OverridableSegment.objects.values_list("pk", flat=True))[:2],
        "mode": ["form"],
        "uidb64": ["MQ"],
        "token": ["set-password"],
    }
    if key == "pk":
        return _get_primary_keys(namespace, scene)
    if "app" in key or "model" in key:
        return _get_model_words(key, name)
    return values.get(key, [])


def _get_model_words(key: str, name: str) -> list[str]:
    """Parts of "app.model" words: offerings and pages; files and settings where a route is for them."""
    words = [("catalogue", "coursepage"), ("wagtailcore", "page")]
    if name == "wagtail_bulk_action":
        words = [("wagtailcore", "page"), ("media", "image"), ("media", "document"), ("auth", "user")]
    elif name.startswith("wagtailsettings"):
        words = [("home", "organisationsettings")]
    elif name.endswith("add_task"):
        words = [("catalogue", "subjectapprovaltask")]
    return list(dict.fromkeys(word[0] if "app" in key else word[1] for word in words))


def _get_primary_keys(namespace: str, scene: Scene) -> list:
    foreign = [page.pk for page in scene.foreign]
    found = {
        "wagtailadmin_pages": foreign,
        "wagtailadmin_api:pages": foreign,
        "wagtailadmin_api:images": [image.pk for image in scene.objects["image"]],
        "wagtailadmin_api:documents": [document.pk for document in scene.objects["document"]],
        "wagtailimages_chooser": [image.pk for image in scene.objects["image"]],
        "wagtaildocs_chooser": [document.pk for document in scene.objects["document"]],
        "wagtail_localize": foreign[:1],
        "enquiries": [enquiry.pk for enquiry in scene.objects["enquiry"]],
        "lecturers": [person.pk for person in scene.objects["lecturer"]],
        "subjects": [subject.pk for subject in scene.objects["subject"]],
        "venues": [venue.pk for venue in scene.objects["venue"]],
        "wagtailusers_users": [scene.cast.lecturer_owner.pk],
        "wagtailadmin_workflows": list(Workflow.objects.values_list("pk", flat=True)),
        "wagtailsites": list(Site.objects.values_list("pk", flat=True)),
    }
    return found.get(namespace, [1])


def get_queries(route: str, scene: Scene) -> list[str]:
    """Query strings for views that list, search, choose or work on many."""
    ids = "&".join(f"id={page.pk}" for page in scene.foreign)
    listing = ("index", "results", "choose", "search", "usage", "report", "autocomplete", "listing", "api/main")
    queries = []
    if any(
        word in route
        for word in (*listing, "katalog", "redaktion", "angebote", "documents/", "images/", "pages/<int:parent")
    ):
        course = ContentType.objects.get(app_label="catalogue", model="coursepage").pk
        queries += [
            f"q={SEARCH}",
            f"q={SEARCH}&page_type=catalogue.coursepage&search_all=1&multiple=1",
            f"content_type={course}&live=no&search_all=1",
            f"search={SEARCH}&fields=*",
            f"child_of={scene.own.get_parent().pk}&for_explorer=1&fields=*",
            "export=csv&page_type=catalogue.coursepage",
            f"term={SEARCH[:2]}&describe_on_delete=1",
            ids,
        ]
    if "redaktion/" in route:
        cast = scene.cast
        queries += [
            "term=2026-2",
            "gap=no_picture&export=csv",
            f"kind=lecturer&old={cast.anna.pk}&new={cast.bert.pk}",
        ]
    if "bulk/" in route:
        queries += [
            ids,
            "id=all",
            f"id=all&childOf={scene.own.get_parent().pk}",
            f"id=all&q={SEARCH}",
            f"id={scene.objects['image'][1].pk}",
        ]
    return queries
