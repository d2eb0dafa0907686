"""Elasticsearch 9 and OpenSearch 3. One request answers a search."""

import logging
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from elastic_transport import SerializationError, TransportError
from elasticsearch import ApiError, BadRequestError, UnsupportedProductError
from elasticsearch.helpers import BulkIndexError

from cms.languages import get_interface_language
from search.analysis import AnalyzedQuery, highlight
from search.answers import build_facets
from search.backends.base import Drift
from search.backends.elasticsearch.address import Address, make_client
from search.backends.elasticsearch.clauses import all_of
from search.backends.elasticsearch.conditions import Conditions
from search.backends.elasticsearch.counting import CountingPlan, get_plan
from search.backends.elasticsearch.entries import compute_digest
from search.backends.elasticsearch.errors import EngineError, MalformedAnswerError, RefusedQueryError, is_about_index
from search.backends.elasticsearch.indices import Indices
from search.backends.elasticsearch.lexicon import READ_SECONDS as LEXICON_SECONDS
from search.backends.elasticsearch.lexicon import LexiconHolder, build_searches, read_answers
from search.backends.elasticsearch.mapping import get_fingerprint
from search.backends.elasticsearch.ordering import get_sort
from search.backends.elasticsearch.suggestions import SuggestionRequest
from search.backends.elasticsearch.texts import TextPlan, list_suggestions, plan_text
from search.hits import build_hits
from search.labels import pin_tables
from search.models import SearchEntry
from search.query import Query
from search.results import Results, Suggestion

logger = logging.getLogger(__name__)

#: texts tried for "did you mean", all in one request
MAX_TRIED = 12
JSON_TYPE = "application/vnd.elasticsearch+json; compatible-with=9"
#: An answer that lacks some shards is no answer. Hits and counts of what is asked again before the index changes come
#: from the engine's memory: by itself it would remember only searches without hits.
SEARCH_OPTIONS = {"allow_partial_search_results": False, "request_cache": True}


@dataclass(frozen=True)
class Ask:
    """One request and how to read its answer."""

    query: Query
    today: date
    plan: TextPlan | None

    @cached_property
    def conditions(self) -> Conditions:
        return Conditions(self.query, self.today)

    @cached_property
    def counting(self) -> CountingPlan:
        return get_plan(self.query, self.today)

    def get_body(self) -> dict:
        body = self._start()
        body["aggs"] = {**body.get("aggs", {}), **self.counting.aggs}
        sort = get_sort(self.query.effective_sort, self.today)
        return {**body, "sort": sort, "from": self.query.first, "size": self.query.page_size}

    def get_count_body(self) -> dict:
        return {**self._start(), "size": 0}

    def get_ids_body(self) -> dict:
        sort = get_sort(self.query.effective_sort, self.today)
        return {**self._start(), "sort": sort, "size": self.query.page_size, "_source": False}

    def _start(self) -> dict:
        clauses = {"filter": self.conditions.get_universe()}
        if self.plan is not None:
            clauses["must"] = [self.plan.get_query()]
        # what the facets share is the query, what narrows it further comes after them
        body = {"track_total_hits": True, "query": {"bool": clauses}}
        if narrowing := self.conditions.get_all():
            body["post_filter"] = all_of(narrowing)
        if self.plan is not None:
            body["aggs"] = self._ask_back()
        return body

    def _ask_back(self) -> dict:
        """What decides whether the text was read rightly."""
        asked = {"text": {"filter": {"match_all": {}}}}
        if unknown := self.plan.get_unknown():
            asked["anywhere"] = {"global": {}, "aggs": {"unknown": {"filters": {"filters": unknown}}}}
        return asked

    def finds_text(self, answer: dict) -> bool:
        """Whether anything that may be shown holds the text, whatever else was asked for."""
        return answer["aggregations"]["text"]["doc_count"] > 0

    def knew_better(self, answer: dict) -> bool:
        """Whether the engine has a word that was taken for a typing error."""
        if not self.plan.get_unknown():
            return False
        buckets = answer["aggregations"]["anywhere"]["unknown"]["buckets"]
        return any(bucket["doc_count"] for bucket in buckets.values())


class ElasticsearchBackend:
    """Asks the engine; raises EngineError when it does not answer as it should."""

    name = "elasticsearch"

    def __init__(self, url: str):
        self.address = Address.parse(url)
        #: answers only where the index has the structure this code asks for
        self.alias = f"{self.address.name}-{get_fingerprint()}"
        self._lexicon = LexiconHolder(self._load_lexicon)

    @cached_property
    def client(self):
        return make_client(self.address)

    def search(self, query: Query) -> Results:
        with pin_tables():
            with translate_errors():
                ask, answer = self._find(query)
                total = read_total(answer)
                cards = [hit["_source"]["card"] for hit in answer["hits"]["hits"]]
                counts = self._lexicon.peek().drop_vanished(ask.counting.read(answer["aggregations"]))
                suggestion = self._suggest_text(ask) if ask.plan and not total else ""
            plan = ask.plan
            return Results(
                query=query,
                hits=build_hits(cards, highlighter=build_highlighter(plan.analyzed) if plan else None),
                total=total,
                facets=build_facets(query, counts),
                backend=self.name,
                corrected=plan.corrected if plan and total else "",
                relaxed=bool(plan and plan.is_relaxed and total),
                suggestion=suggestion,
            )

    def count(self, query: Query) -> int:
        """The total alone."""
        with translate_errors():
            _ask, answer = self._find(query, Ask.get_count_body)
            return read_total(answer)

    def list_ids(self, query: Query) -> list[int]:
        with translate_errors():
            _ask, answer = self._find(query.with_all_hits(), Ask.get_ids_body)
            return [int(hit["_id"]) for hit in answer["hits"]["hits"]]

    def _find(self, query: Query, get_body: Callable[[Ask], dict] = Ask.get_body) -> tuple[Ask, dict]:
        today = timezone.localdate()
        self._lexicon.prepare()
        ask = Ask(query, today, self._plan(query))
        answer = self.request(get_body(ask))
        self._lexicon.note_answer(answer)
        if ask.plan is None:
            return ask, answer
        if ask.knew_better(answer):
            self._lexicon.renew()
            ask = Ask(query, today, self._plan(query, corrects=False))
            answer = self.request(get_body(ask))
        if len(ask.plan.required) > 1 and not ask.finds_text(answer):
            ask = Ask(query, today, ask.plan.relax())
            answer = self.request(get_body(ask))
        return ask, answer

    def _plan(self, query: Query, *, corrects: bool = True) -> TextPlan | None:
        if not query.q:
            return None
        return plan_text(query.q, language=get_interface_language(), lexicon=self._lexicon.get(), corrects=corrects)

    def request(self, body: dict) -> dict:
        # the body as it is: the client's own parameters would take it apart and put it together again
        answer = self.client.perform_request(
            "POST",
            f"/{self.alias}/_search",
            params=SEARCH_OPTIONS,
            headers={"accept": JSON_TYPE, "content-type": JSON_TYPE},
            body=body,
        ).body
        check_answer(answer)
        return answer

    def _suggest_text(self, ask: Ask) -> str:
        lexicon = self._lexicon.get()
        texts = list(dict.fromkeys(list_suggestions(ask.plan, lexicon)))[:MAX_TRIED]
        if not texts:
            return ""
        language = get_interface_language()
        searches = []
        for text in texts:
            plan = plan_text(text, language=language, lexicon=lexicon)
            body = Ask(ask.query.with_text(text), ask.today, plan).get_count_body()
            searches += [{"index": self.alias, **SEARCH_OPTIONS}, body]
        answers = self.client.msearch(searches=searches).body["responses"]
        return next(
            (text for text, answer in zip(texts, answers, strict=True) if "error" not in answer and read_total(answer)),
            "",
        )

    def _load_lexicon(self):
        searches = [({"index": self.alias, **SEARCH_OPTIONS}, search.to_dict()) for search in build_searches()]
        client = self.client.options(request_timeout=LEXICON_SECONDS)
        answers = client.msearch(searches=[part for search in searches for part in search]).body["responses"]
        for answer in answers:
            check_answer(answer)
        return read_answers(answers)

    def suggest(self, prefix: str) -> list[Suggestion]:
        request = SuggestionRequest(prefix, language=get_interface_language(), today=timezone.localdate())
        if not request.keys:
            return []
        with pin_tables(), translate_errors():
            return request.read(self.request(request.get_body()))

    def is_ready(self) -> bool:
        try:
            with translate_errors():
                self.request({"size": 0, "track_total_hits": False})
        except EngineError:
            return False
        return True

    @cached_property
    def indices(self) -> Indices:
        return Indices(self.client, name=self.address.name, alias=self.alias)

    def index(self, pks: Iterable[int]) -> None:
        """Write what waits; pages the database knows nothing of go."""
        known = SearchEntry.objects.filter(page_id__in=pks).values_list("page_id", flat=True)
        with translate_errors():
            self._drain()
            self.indices.delete_pages(sorted(set(pks).difference(known)))

    def drain(self, *, refresh: bool = False) -> int:
        with translate_errors():
            count = self._drain()
            if refresh:
                self.indices.refresh()
            return count

    def _drain(self) -> int:
        written = self.indices.drain()
        if written is None:
            raise EngineError("there is no index to write into. Cure: manage.py search rebuild")
        return written.count

    def rebuild(self, *, show_progress: bool = False, force: bool = False) -> int:
        with translate_errors():
            count = self.indices.rebuild(force=force, show_progress=show_progress)
        self._lexicon.forget()
        return count

    def check(self) -> Drift:
        """What the index lacks or has too much of, compared with the entries in the database."""
        with translate_errors():
            index = self.indices.find_current()
            if index is None:
                raise EngineError("there is no index this version can search. Cure: manage.py search rebuild")
            there = dict(self.indices.read_digests(index))
        missing, stale = [], []
        for entry in SearchEntry.objects.filter(is_removed=False).order_by("page_id").iterator(chunk_size=500):
            digest = there.pop(entry.page_id, None)
            if digest is None:
                missing.append(entry.page_id)
            elif digest != compute_digest({**entry.document, **entry.words}):
                stale.append(entry.page_id)
        return Drift(tuple(missing), tuple(stale), tuple(sorted(there)))

    def describe(self) -> list[str]:
        """For operators, one fact a line."""
        lines = [f"engine: {self.address}"]
        try:
            with translate_errors():
                index = self.indices.find_current()
                lines.append(f"index: {index or 'none this version can search. Cure: manage.py search rebuild'}")
                if index:
                    lines.append(f"pages in it: {self.indices.count(index)}")
        except EngineError as error:
            lines.append(f"not answering: {error}")
        return lines


def check_answer(answer) -> None:
    """Raise unless this is the whole answer of an engine."""
    if not isinstance(answer, dict):
        raise MalformedAnswerError("the answer is not JSON")
    if answer.get("timed_out") is not False or answer["_shards"]["failed"]:
        raise MalformedAnswerError("only a part of the index answered")


def read_total(answer: dict) -> int:
    total = answer["hits"]["total"]
    if total["relation"] != "eq":
        raise MalformedAnswerError("the total is not exact")
    return total["value"]


@contextmanager
def translate_errors():
    """Whatever goes wrong between us and the engine becomes an EngineError."""
    try:
        yield
    except BadRequestError as error:
        kind = EngineError if is_about_index(str(error.message)) else RefusedQueryError
        raise kind(describe_error(error)) from error
    except (TransportError, SerializationError, ApiError, BulkIndexError, UnsupportedProductError) as error:
        raise EngineError(describe_error(error)) from error
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise MalformedAnswerError(f"the answer lacks something: {error!r}") from error


def describe_error(error: Exception) -> str:
    """One line without the whole answer."""
    if isinstance(error, ApiError):
        return f"HTTP {error.meta.status}: {str(error.message)[:200]}"
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def build_highlighter(analyzed: AnalyzedQuery):
    def mark(text: str, language: str) -> tuple[tuple[str, bool], ...]:
        # texts of a card are short: the whole text, not a piece of it
        return tuple(highlight(text, analyzed, language, max_length=len(text) + 1)) if text else ()

    return mark
