"""How good the finder is on the engines, by the judged queries of the demo centre."""

import pytest

from tests.search.judgements.conftest import demo, judged  # noqa: F401 -- fixtures of the judgements
from tests.search.judgements.judging import mean
from tests.search.judgements.ranking import measure

NDCG_FLOOR = 0.85


def is_lexicon_read(engine) -> bool:
    """It is read in the background; before that all words count as equally rare and nothing is corrected."""
    return any(engine._lexicon.get().is_read for _try in range(30))


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_engine_finds_what_people_want(product, request, make_site, demo, judged):  # noqa: F811 -- fixtures
    site = make_site(product, [request.getfixturevalue(f"{product}_url")], "relevance")
    site.rebuild(force=True)
    assert is_lexicon_read(site.engine)
    assert mean(score.ndcg for score in measure(site.engine, judged, demo)) >= NDCG_FLOOR
