"""The Integrationsagentur: its four official tasks, the projects in each, and how to ask for a service."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from catalogue.choices import TaskArea
from catalogue.domain.presentation import get_finder_url
from home.domain.contact import TASK_AREA_PARAMETER
from home.domain.frontpage import ProjectArea, group_current_projects

#: what each task means in practice, and what an organisation can ask for
TASK_AREA_TEXTS = {
    TaskArea.CIVIC_ENGAGEMENT: (
        _(
            "Viele Menschen mit Zuwanderungsgeschichte engagieren sich schon, oft ohne dass jemand es merkt. "
            "Wir qualifizieren Ehrenamtliche und stärken Migrantenselbstorganisationen, "
            "vom ersten Treffen bis zum eigenen Projekt."
        ),
        _("Zum Beispiel: Schulung von Ehrenamtlichen, Beratung für Vereine, Begleitung neuer Gruppen."),
    ),
    TaskArea.INTERCULTURAL_OPENING: (
        _(
            "Kitas, Schulen, Praxen, Krankenhäuser, Heime und Ämter sollen alle Menschen erreichen, gut "
            "informieren und gut versorgen. Wir unterstützen Teams auf diesem Weg."
        ),
        _("Zum Beispiel: Fortbildung fürs Team, einfache Sprache in Briefen, Sprachmittlung, Beratung."),
    ),
    TaskArea.SOCIAL_SPACE: (
        _(
            "Wo das Zusammenleben im Stadtteil schwierig ist, bringen wir die Beteiligten an einen Tisch und "
            "suchen mit ihnen Lösungen, die bleiben."
        ),
        _("Zum Beispiel: Vermittlung bei Konflikten, Stadtteilgespräche, gemeinsame Feste und Aktionen."),
    ),
    TaskArea.ANTI_DISCRIMINATION: (
        _(
            "Niemand darf wegen Herkunft, Sprache oder Religion benachteiligt werden. Wir hören zu, benennen, "
            "was geschehen ist, und helfen Einrichtungen, es künftig zu verhindern."
        ),
        _("Zum Beispiel: vertrauliche Beratung, Workshops für Klassen und Teams, Prüfung von Abläufen."),
    ),
}


@dataclass(frozen=True)
class AgencyTask:
    number: int
    value: str
    label: str
    explanation: str
    examples: str
    projects: list
    finder_url: str
    #: the form below, with this task chosen
    request_url: str


def list_tasks() -> list[AgencyTask]:
    return [_build_task(number, area) for number, area in enumerate(group_current_projects(), start=1)]


def _build_task(number: int, area: ProjectArea) -> AgencyTask:
    explanation, examples = TASK_AREA_TEXTS[area.value]
    return AgencyTask(
        number=number,
        value=area.value,
        label=area.label,
        explanation=str(explanation),
        examples=str(examples),
        projects=area.projects,
        finder_url=get_finder_url(f"type=project&task_area={area.value}"),
        request_url=f"?{TASK_AREA_PARAMETER}={area.value}#formular",
    )
