"""The JSON Schemas (draft 7) of the knowledge files, made from the same forms that `check` uses.

Editors such as VS Code read them for completion and red underlines; what only `check` can know (that a quote
is verbatim, that an id exists) they cannot say.
A plain ``2023`` is a number to such an editor and a text to us, so numbers are allowed where a text may look
like one; booleans only where nothing else is meant, or they would be offered for every text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.knowledge.fields import Field, Listing, Record, Shape, Text
from bot.knowledge.forms import ABSENCES, ENTRIES, GLOSSARY, PLACES, SOURCES, TOPICS

__all__ = ["FORMS", "schemas"]

FORMS: dict[str, Shape] = {
    "faq": ENTRIES,
    "sources": SOURCES,
    "topics": TOPICS,
    "glossary": GLOSSARY,
    "places": PLACES,
    "absent": ABSENCES,
}
_NOTICE = "python -m bot schema が作るファイルです。手では直さないでください。"


def schemas() -> dict[str, str]:
    """Return the files' contents by their names (``faq.schema.json`` …)."""
    return {f"{name}.schema.json": _file(shape) for name, shape in FORMS.items()}


def _file(shape: Shape) -> str:
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "$comment": _NOTICE, "title": _about(shape)}
    return json.dumps(head | _schema(shape), ensure_ascii=False, indent=2) + "\n"


def _schema(shape: Shape) -> dict[str, Any]:
    if isinstance(shape, Text):
        return _text(shape)
    if isinstance(shape, Listing):
        made = {"type": "array", "description": _about(shape), "items": _schema(shape.item)}
        return made | ({"minItems": shape.fewest} if shape.fewest else {})
    return _record(shape)


def _text(shape: Text) -> dict[str, Any]:
    also = _lookalikes(shape)
    made: dict[str, Any] = {
        "type": ["string", *also] if also else "string",
        "description": shape.about,
        "minLength": 1,
        "maxLength": shape.longest,
    }
    if shape.pattern:
        made |= {"pattern": f"^(?:{shape.pattern})$"}
    if shape.form:
        made |= {"patternErrorMessage": shape.form}  # VS Code shows it instead of the pattern
    return made


def _lookalikes(shape: Text) -> list[str]:
    """Return what else a plain text of this shape may be to a reader of YAML 1.2."""
    fits = {example: bool(re.fullmatch(shape.pattern or ".*", example)) for example in ("2023", "true", "text")}
    return ["number"] * fits["2023"] + ["boolean"] * (fits["true"] and not fits["text"])


def _record(shape: Record) -> dict[str, Any]:
    return {
        "type": "object",
        "description": _about(shape),
        "properties": {field.key: _field(field) for field in shape.fields},
        "required": [field.key for field in shape.fields if field.required],
        "additionalProperties": False,
    }


def _field(field: Field) -> dict[str, Any]:
    made = _schema(field.shape)
    return made if field.required else made | {"description": f"{made['description']}(なくても構いません)"}


def _about(shape: Shape) -> str:
    """Describe a shape; a listing that says nothing is described by what it lists."""
    if shape.about:
        return shape.about
    if isinstance(shape, Listing):
        return _about(shape.item)
    return shape.name if isinstance(shape, Record) else ""
