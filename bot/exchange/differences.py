"""Differences: what a table would change in the knowledge, as a plan that nobody has carried out yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.exchange.columns import COLUMNS
from bot.exchange.drafts import CellError, Draft, ExchangeError, Value, cell_of, value_of
from bot.exchange.open_data import ANSWER, CATEGORY, NAME, QUESTION, answer_cell
from bot.exchange.rows import Row, Table
from bot.knowledge import Entry, Knowledge
from bot.knowledge.suggest import suggestion
from bot.text import shorten

__all__ = ["Added", "Changed", "FieldChange", "Plan", "compare"]

_KEYS = tuple(key for key, *_ in COLUMNS)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a table changes."""

    key: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Added:
    """An entry that only the table has: its row, and the file at whose end it goes."""

    draft: Draft
    row: int
    path: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that the table has otherwise."""

    entry: Entry
    draft: Draft
    row: int
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All differences; ``reported`` are those that the table's form cannot bring in, in sentences."""

    added: tuple[Added, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: int = 0
    reported: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to write."""
        return not (self.added or self.removed or self.changed)


def compare(table: Table, knowledge: Knowledge) -> Plan:
    """Compare a table with the knowledge; raises `ExchangeError` naming every cell that cannot be read."""
    return _Comparison(table, knowledge).plan()


class _Comparison:
    def __init__(self, table: Table, knowledge: Knowledge) -> None:
        self.table = table
        self.knowledge = knowledge
        self.entries = {entry.id: entry for entry in knowledge.entries}
        self.topics = [topic.id for topic in knowledge.topics]
        self.problems: list[str] = []
        self.reported: list[str] = []

    def plan(self) -> Plan:
        if self.table.kind == "csv":
            drafts = [(row, self._from_open_data(row)) for row in self.table.rows]
        else:
            drafts = [(row, self._from_workbook(row)) for row in self.table.rows]
        added = tuple(self._added(row, draft) for row, draft in drafts if draft and draft.id not in self.entries)
        changed = tuple(c for row, draft in drafts if draft and (c := self._changed(row, draft)))
        removed = self._removed({draft.id for _, draft in drafts if draft})
        if self.problems:
            more = [f"ほか {len(self.problems) - _SHOWN} 件"] if len(self.problems) > _SHOWN else []
            raise ExchangeError("\n".join(["表の内容を直してください。", *self.problems[:_SHOWN], *more]))
        same = len(self.entries) - len(changed) - len(removed)
        return Plan(added, removed, changed, same, tuple(self.reported))

    def _from_workbook(self, row: Row) -> Draft | None:
        """Read all cells; one that says what the entry says already leaves the field as it is."""
        entry = self.entries.get(row.cells["id"].strip())
        before = Draft.of(entry, self.knowledge) if entry else Draft("", "", "")
        values: dict[str, Value] = {}
        for key in _KEYS:
            try:
                value = value_of(key, row.cells[key])
                unchanged = entry is not None and value == value_of(key, cell_of(before.value(key)))
                values[key] = before.value(key) if unchanged else value
            except CellError as error:
                self.problems.append(f"{row.number}行目: {key} {error}")
        if len(values) < len(_KEYS):
            return None
        draft = Draft(**values)  # type: ignore[arg-type]  # value_of knows which column holds a list
        self._check_topic(draft.topic, row)
        return draft

    def _check_topic(self, topic: str, row: Row) -> None:
        if topic and topic not in self.topics:
            hint = suggestion(topic, self.topics, "topic")
            self.problems.append(f"{row.number}行目: topic「{shorten(topic, 30)}」は topics.yaml にありません。{hint}")
        elif not topic:
            self.problems.append(f"{row.number}行目: topic がありません。話題の id を書いてください。")

    def _from_open_data(self, row: Row) -> Draft | None:
        """Take over the question and the category; say where the answer differs."""
        name = row.cells[NAME].strip()
        entry = self.entries.get(name)
        if entry is None:
            self.reported.append(
                f"{row.number}行目: 項目 {name} はまだないため、取り込みません(引用と出典の分かる Excel の表で足してください)。"
            )
            return None
        before = Draft.of(entry, self.knowledge)
        question = row.cells[QUESTION].strip()
        if not question:
            self.problems.append(f"{row.number}行目: {QUESTION}が空です。")
            return None
        if _lines(row.cells[ANSWER]) != _lines(answer_cell(before.excerpts, self.knowledge)):
            self.reported.append(
                f"{row.number}行目: 項目 {name} の{ANSWER}が引用と違いますが、記事の言葉のままにするため取り込みません。"
            )
        same = _lines(row.cells[QUESTION]) == _lines(before.question)
        return replace(before, question=before.question if same else question, topic=self._topic(row, before.topic))

    def _topic(self, row: Row, before: str) -> str:
        """Return the id of the topic that a category names, by its name or its id."""
        wanted = row.cells[CATEGORY].strip()
        named = Counter({t.id: 1 for t in self.knowledge.topics if wanted in (t.id, t.name.strip())})
        if before in named:
            return before
        if len(named) == 1:
            return next(iter(named))
        why = "という話題が2つ以上あります" if named else "という話題は topics.yaml にありません"
        names = "、".join(topic.name for topic in self.knowledge.topics)
        self.problems.append(f"{row.number}行目: {CATEGORY}「{shorten(wanted, 30)}」{why}。使える話題: {names}")
        return before

    def _added(self, row: Row, draft: Draft) -> Added:
        return Added(draft, row.number, home_of(draft.topic, self.knowledge))

    def _changed(self, row: Row, draft: Draft) -> Changed | None:
        entry = self.entries.get(draft.id)
        if entry is None:
            return None
        before = Draft.of(entry, self.knowledge)
        fields = tuple(_field_changes(before, draft))
        return Changed(entry, draft, row.number, fields) if fields else None

    def _removed(self, kept: set[str]) -> tuple[Entry, ...]:
        """Return the entries that the table does not have; open data never removes any."""
        gone = tuple(entry for entry in self.knowledge.entries if entry.id not in kept)
        if self.table.kind != "csv":
            return gone
        listed = {row.cells[NAME].strip() for row in self.table.rows}
        missing = [entry.id for entry in gone if entry.id not in listed]
        if missing:
            names = "、".join(missing[:5]) + (" など" if len(missing) > 5 else "")
            self.reported.append(f"表にない項目が {len(missing)} 件あります({names})。CSV からは消しません。")
        return ()


def _field_changes(before: Draft, after: Draft) -> Iterator[FieldChange]:
    for key in _KEYS:
        old, new = before.value(key), after.value(key)
        if old != new:
            yield FieldChange(key, old, new)


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def home_of(topic: str, knowledge: Knowledge) -> str:
    """Return the file for a new entry: the one that holds most entries of its topic."""
    paths: Mapping[str, int] = Counter(entry.path for entry in knowledge.entries if entry.topic == topic)
    return max(paths, key=lambda path: paths[path], default=f"knowledge/faq/{topic}.yaml")
