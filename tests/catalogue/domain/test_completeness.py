import pytest

from catalogue.domain.completeness import assess

COMPLETE = {
    "summary": "Kurz.",
    "body": [{"type": "text"}],
    "subject": 1,
    "teaching_languages": ["de"],
    "registration": "link",
    "registration_url": "https://example.org",
    "runs": [{"start_date": "2026-11-26"}],
    "image": 1,
}


@pytest.mark.parametrize(
    ("lacking", "score", "fields"),
    [
        ({}, 100, []),
        ({"summary": ""}, 80, ["summary"]),
        ({"registration_url": ""}, 90, ["registration_url"]),
        ({"runs": []}, 80, ["runs"]),
        ({"runs": [], "period_start": "2026-01-01"}, 100, []),
        ({"runs": [{"start_date": None, "weekly_times": "", "meetings": []}]}, 80, ["runs"]),
        ({"image": None, "subject": None}, 80, ["subject", "image"]),
        (
            {**dict.fromkeys(COMPLETE, ""), "registration": "phone"},
            0,
            ["summary", "body", "subject", "teaching_languages", "registration_phone", "runs", "image"],
        ),
    ],
)
def test_score_falls_by_what_is_missing(lacking, score, fields):
    completeness = assess(COMPLETE | lacking)

    assert (completeness.score, [missing.field for missing in completeness.missing]) == (score, fields)
