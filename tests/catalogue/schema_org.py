"""Checks structured data against the terms of schema.org."""

import tomllib
from pathlib import Path

TERMS = tomllib.loads((Path(__file__).parent / "schema_org_terms.toml").read_text())
PREFIX = "https://schema.org/"


def find_faults(data: dict) -> list[str]:
    """What no validator would accept, in words; nothing where all is well."""
    nodes = data.get("@graph") or [{name: value for name, value in data.items() if name != "@context"}]
    faults = [] if data["@context"] == "https://schema.org" else ["wrong context"]
    for node in nodes:
        faults += _check_node(node)
    return faults


def _check_node(node: dict) -> list[str]:
    kind = node.get("@type")
    if kind not in TERMS["types"]:
        return [f"unknown type {kind}"]
    known = _list_properties(kind)
    faults = [f"{kind} has no {name}" for name in node if name != "@type" and name not in known]
    for name, value in node.items():
        for item in value if isinstance(value, list) else [value]:
            faults += _check_value(f"{kind}.{name}", name, item)
    return faults


def _check_value(place: str, name: str, value) -> list[str]:
    if isinstance(value, dict):
        allowed = TERMS["ranges"].get(name, [])
        wrong = [] if value.get("@type") in allowed else [f"{place} takes no {value.get('@type')}"]
        return wrong + _check_node(value)
    if name in TERMS["values"]:
        return [] if value.removeprefix(PREFIX) in TERMS["values"][name] else [f"{place} takes no {value}"]
    return [f"{place} is empty"] if value in ("", None) else []


def _list_properties(kind: str) -> set[str]:
    own = TERMS["types"][kind]
    inherited = set().union(*(_list_properties(parent) for parent in own.get("is", [])))
    return inherited | set(own.get("properties", []))
