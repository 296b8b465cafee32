"""The published JSON Schemas, ready to hold documents against: read, and checked themselves, once a process."""

from __future__ import annotations

import json
from functools import cache

import jsonschema

from ftpsgui.reports import schema
from ftpsgui.resources import resource


@cache
def validator(name: str = schema.REPORT_FILE) -> jsonschema.Draft202012Validator:
    """Return the validator of a schema in ``resources/schema``; of the report's without a name."""
    published = json.loads(resource("schema", name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(published)
    return jsonschema.Draft202012Validator(published)
