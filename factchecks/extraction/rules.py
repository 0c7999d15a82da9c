"""What may stand in a portal's reading rules, and what is wrong with some that somebody wrote."""

from __future__ import annotations

import re
from typing import Any

import soupsieve

FIELDS = ("title", "claim", "body", "verdict", "date", "category", "picture", "origin")
CONDITIONS = ("url", "css", "title", "text")
_RULE_KEYS = {"css", "attr", "before", "after", "pattern", "implies_verdict"}
_KEYS = {"debunk", "remove", "language", *FIELDS}


def problems_with(rules: object) -> list[str]:
    """Sentences on what is wrong with the rules; empty where they can be used."""
    if not isinstance(rules, dict):
        return ["Reading rules are an object with the keys debunk, title and so on."]
    problems = _unknown(rules, _KEYS, "The rules")
    problems += _debunk_problems(rules.get("debunk"))
    if "title" not in rules:
        problems.append("The rule for title is missing.")
    for name in FIELDS:
        if name in rules:
            problems += _field_problems(name, rules[name])
    removed = rules.get("remove", [])
    if not isinstance(removed, list):
        problems.append("remove is a list of CSS selectors.")
    else:
        problems += [problem for each in removed for problem in _selector_problems("remove", each)]
    if rules.get("language", "ru") not in {"ru", "kk", "en"}:
        problems.append("language is ru, kk or en.")
    return problems


def _debunk_problems(conditions: object) -> list[str]:
    if not isinstance(conditions, dict) or not conditions:
        return [
            "debunk is missing: say which pages are debunks, by url, css, title or text. "
            "Without it every page would be one."
        ]
    problems = _unknown(conditions, set(CONDITIONS), "debunk")
    if "css" in conditions:
        problems += _selector_problems("debunk", conditions["css"])
    for key in ("url", "title"):
        if key in conditions:
            problems += _pattern_problems(f"debunk.{key}", conditions[key])
    if not isinstance(conditions.get("text", ""), str):
        problems.append("debunk.text is words that stand in the page.")
    return problems


def _field_problems(name: str, given: object) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    problems: list[str] = [] if listed else [f"{name} is an empty list."]
    for rule in listed:
        if not isinstance(rule, dict):
            problems.append(f"{name} is an object with css, or a list of such objects.")
            continue
        problems += _unknown(rule, _RULE_KEYS, name)
        if "css" not in rule:
            problems.append(f"{name} has no css.")
        else:
            problems += _selector_problems(name, rule["css"])
        for key in ("attr", "before", "after"):
            if key in rule and not (isinstance(rule[key], str) and rule[key]):
                problems.append(f"{name}.{key} is a text.")
        if "pattern" in rule:
            problems += _pattern_problems(f"{name}.pattern", rule["pattern"])
        if "implies_verdict" in rule and name != "category":
            problems.append(f"{name}: only the category can imply the verdict.")
    return problems


def _unknown(given: dict[Any, Any], known: set[str], where: str) -> list[str]:
    return [
        f"{where}: “{key}” is not known. Known are {', '.join(sorted(known))}."
        for key in given
        if key not in known
    ]


def _selector_problems(where: str, selector: object) -> list[str]:
    if not isinstance(selector, str) or not selector.strip():
        return [f"{where}: css is a CSS selector."]
    try:
        soupsieve.compile(selector)
    except (soupsieve.SelectorSyntaxError, ValueError) as error:
        return [f"{where}: “{selector}” is no CSS selector. {str(error).splitlines()[0]}"]
    return []


def _pattern_problems(where: str, pattern: object) -> list[str]:
    if not isinstance(pattern, str) or not pattern:
        return [f"{where} is a regular expression."]
    try:
        re.compile(pattern)
    except re.error as error:
        return [f"{where}: “{pattern}” is no regular expression: {error}."]
    return []
