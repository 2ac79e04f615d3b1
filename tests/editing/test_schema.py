"""The JSON Schemas: made from the forms, true to what `check` says, and up to date in the folder."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from bot.cli import main
from bot.editing import schemas
from bot.editing.schema import FORMS
from bot.knowledge.fields import Report, check
from bot.knowledge.nodes import parse_yaml
from bot.knowledge.text_file import TextFile
from bot.problems import Problem

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
FILES = [
    *((path, "faq") for path in sorted((ROOT / "knowledge/faq").glob("*.yaml"))),
    *((ROOT / f"knowledge/{name}.yaml", name) for name in FORMS if name != "faq"),
    *((path, "faq") for path in sorted((HERE / "base/knowledge/faq").glob("*.yaml"))),
]


def _read(text: str) -> Any:
    """Read YAML 1.2 as an editor's language server does: a date is a string to JSON."""
    reader = YAML(typ="safe", pure=True)
    return _without_dates(reader.load(text))


def _without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_dates(v) for key, v in value.items()}
    if isinstance(value, list):
        return [_without_dates(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


CASES = _read((HERE / "schema_cases.yaml").read_text("utf-8"))


def _validator(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads(schemas()[f"{name}.schema.json"]))


@pytest.mark.parametrize("name", FORMS)
def test_each_schema_is_one(name: str) -> None:
    """Draft 7 has nothing to say against it, and every field is described in Japanese."""
    schema = json.loads(schemas()[f"{name}.schema.json"])
    Draft7Validator.check_schema(schema)
    fields = schema["items"]["properties"].values()
    assert all(any("\u3041" <= c <= "\u9fff" for c in field["description"]) for field in fields)


@pytest.mark.parametrize("name", FORMS)
def test_the_files_in_the_folder_are_up_to_date(name: str) -> None:
    """Whoever changes a form runs `python -m bot schema`."""
    path = ROOT / "knowledge" / f"{name}.schema.json"
    assert path.read_text("utf-8") == schemas()[path.name]


@pytest.mark.parametrize(("path", "name"), [f for f in FILES if f[0].exists()], ids=lambda v: getattr(v, "stem", v))
def test_the_knowledge_fits_its_schema(path: Path, name: str) -> None:
    """No file of ours is underlined in red."""
    assert [e.message for e in _validator(name).iter_errors(_read(path.read_text("utf-8")))] == []


@pytest.mark.parametrize("case", CASES, ids=[f"{c['form']}-{n}" for n, c in enumerate(CASES)])
def test_schema_and_check_agree_on_the_form(case: dict[str, Any]) -> None:
    """What the schema underlines, `check` refuses, and the other way round."""
    problems: list[Problem] = []
    node = parse_yaml(TextFile("x.yaml", case["text"]), problems)
    assert node is not None
    check(node, FORMS[case["form"]], Report("x.yaml", problems))
    assert (problems == []) is case["fits"]
    assert _validator(case["form"]).is_valid(_read(case["text"])) is case["fits"]


def test_the_command_writes_all_files_and_leaves_true_ones_alone(
    base: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run has nothing to do."""
    assert main(["schema", "--root", str(base)]) == 0
    written = {path.name: path.read_text("utf-8") for path in (base / "knowledge").glob("*.schema.json")}
    assert written == schemas()
    capsys.readouterr()
    assert main(["schema", "--root", str(base)]) == 0
    assert "書きました" not in capsys.readouterr().out
