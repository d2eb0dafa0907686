"""One analysis for documents and queries: plain functions from text to ready tokens.

Engines get tokens without white space and compare them as they are, so all of them match the same texts.
A document's tokens stand in four fields: exact, stems, pairs, parts (pairs weigh about as much as stems, parts
least). A query's terms name the tokens of each field that meet them. No Django in here.
"""

from .codes import find_codes, looks_like_code, normalize_code
from .compounds import component_key, is_pairable, pair, split_compound
from .document import TextTokens, analyze_text, cross_pairs
from .fold import fold
from .fuzzy import fuzzy_candidates, is_sure_correction
from .highlight import highlight
from .query import AnalyzedQuery, Term, analyze_query
from .stems import detect_script, languages, stem, stems_of, transliterate
from .tokens import Token, tokenize

__all__ = [
    "AnalyzedQuery",
    "Term",
    "TextTokens",
    "Token",
    "analyze_query",
    "analyze_text",
    "component_key",
    "cross_pairs",
    "detect_script",
    "find_codes",
    "fold",
    "fuzzy_candidates",
    "highlight",
    "is_pairable",
    "is_sure_correction",
    "languages",
    "looks_like_code",
    "normalize_code",
    "pair",
    "split_compound",
    "stem",
    "stems_of",
    "tokenize",
    "transliterate",
]
