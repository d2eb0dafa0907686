"""Mails in two forms, plain text and HTML, from one letter. Titles and comments in them are other people's words."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

TEMPLATE = "mail/letter.html"


@dataclass(frozen=True)
class Line:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    lines: tuple[Line, ...]
    heading: str = ""


@dataclass(frozen=True)
class Letter:
    """What happened, the facts, what to do, and the one place to do it."""

    subject: str
    intro: str
    todo: str
    button: str
    url: str
    sections: tuple[Section, ...] = ()
    #: somebody's words as they were written
    quote: str = ""
    #: why it comes to this person
    footer: str = ""

    @property
    def subject_line(self) -> str:
        return " ".join(self.subject.split())


def make_absolute(path: str) -> str:
    """An address for a mail; one that is complete already stays."""
    return urljoin(f"{settings.SITE_URL}/", path)


def render_text(letter: Letter) -> str:
    paragraphs = [_("Guten Tag,"), letter.intro]
    paragraphs += ["\n".join(f"> {line}".rstrip() for line in letter.quote.splitlines())] if letter.quote else []
    paragraphs += [_render_section(section) for section in letter.sections]
    paragraphs += [f"{letter.todo}\n{letter.url}"]
    paragraphs += [f"-- \n{letter.footer}"] if letter.footer else []
    return "\n\n".join(paragraphs) + "\n"


def render_html(letter: Letter) -> str:
    return render_to_string(TEMPLATE, {"letter": letter, "site_name": settings.WAGTAIL_SITE_NAME})


def build_mail(*, subject: str, text: str, html: str, to: str) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    return mail


def _render_section(section: Section) -> str:
    lines = [f"{section.heading}:"] if section.heading else []
    for line in section.lines:
        lines.append(f"- {line.text}")
        lines += [f"  {line.url}"] if line.url else []
    return "\n".join(lines)
