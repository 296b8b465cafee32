"""The published JSON Schemas, ready to hold documents against, read once a process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from ftpsgui.reports import schema
from ftpsgui.resources import resource


def _named_first(
    validator: Any, alternatives: list[Any], instance: Any, schema: dict[str, Any]
) -> Iterator[jsonschema.ValidationError]:
    """``anyOf``, but the alternative that the value's own tag names is tried before the others: one is enough."""
    named = schema.get("discriminator")
    if named is not None and isinstance(instance, dict):
        tag = instance.get(named["propertyName"])
        first = {"$ref": named["mapping"][tag]} if tag in named["mapping"] else None
        if first in alternatives and validator.evolve(schema=first).is_valid(instance):
            return
    yield from _any_of(validator, alternatives, instance, schema)


_any_of = jsonschema.Draft202012Validator.VALIDATORS["anyOf"]
_Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"anyOf": _named_first})


@cache
def validator(name: str = schema.REPORT_FILE) -> jsonschema.protocols.Validator:
    """Return the validator of a schema in ``resources/schema``; of the report's without a name."""
    published = json.loads(resource("schema", name).read_text(encoding="utf-8"))
    return _Validator(published)
