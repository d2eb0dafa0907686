"""A hit as the API and the JSON export tell it (design, section 7)."""

from urllib.parse import urljoin

from search.hits import Hit
from search.labels import Label
from search.pictures import HitImage
from search.runs import RunCard


def write_hit(hit: Hit, *, site_url: str) -> dict:
    return {
        "id": hit.id,
        "type": hit.type,
        "code": hit.code,
        "title": hit.title,
        "summary": hit.summary,
        "lang": hit.lang,
        "url": make_absolute(hit.url, site_url),
        "image": hit.image and write_image(hit.image, site_url=site_url),
        "subject": write_label(hit.subject),
        "target_groups": [write_label(group) for group in hit.target_groups],
        "level": hit.level,
        "languages": [write_label(language) for language in hit.languages],
        "lecturers": [write_label(person) for person in hit.lecturers],
        "next_meeting": hit.next_meeting and hit.next_meeting.start.isoformat(),
        "runs": [write_run(run) for run in hit.runs],
    }


def write_image(image: HitImage, *, site_url: str) -> dict:
    return {
        "url": make_absolute(image.url, site_url),
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
    }


def make_absolute(url: str, site_url: str) -> str:
    # what begins with two slashes, or not with one, names a host of its own
    return site_url + url if url[:1] == "/" != url[1:2] else urljoin(site_url, url)


def write_label(label: Label | None) -> dict | None:
    return label and {"value": label.value, "label": label.label}


def write_run(run: RunCard) -> dict:
    return {
        "number": run.number,
        "status": run.status,
        "start": run.start and run.start.isoformat(),
        "end": run.end and run.end.isoformat(),
        "weekdays": run.weekdays,
        "times": run.times,
        "venue": write_label(run.venue),
        "district": write_label(run.district),
        "price": run.price,
        "reduced_price": run.reduced_price,
        "availability": run.availability.value,
    }
