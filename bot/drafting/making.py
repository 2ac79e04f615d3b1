"""Making: what an editor wants, as a plan that the exchange can carry out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.exchange.differences import Added, Changed, FieldChange, Plan, home_of
from bot.exchange.drafts import CellError, Draft, Excerpt, value_of
from bot.knowledge import Knowledge, Quote
from bot.text import Span

__all__ = ["DraftError", "Wanted", "check_complete", "excerpts_of", "plan_of"]


class DraftError(Exception):
    """A draft is not complete; ``field`` is the attribute of `Wanted` to mend, the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor made of a sketch: a new entry, or more wordings (and excerpts) for the entry ``home``.

    ``others`` holds a wording a line, ``places`` the excerpts that were ticked ("source:start:end"), ``more``
    those that were typed, one a line: ``[source] words``. ``version`` is the knowledge in which the places are.
    """

    version: str
    home: str
    question: str
    others: str
    topic: str
    places: tuple[str, ...]
    more: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """List the question and the other wordings, each once."""
        lines = (line.strip() for line in [" ".join(self.question.split()), *self.others.splitlines()])
        return tuple(dict.fromkeys(line for line in lines if line))


def check_complete(wanted: Wanted) -> None:
    """Raise `DraftError` for what can be told without looking into any file."""
    if not wanted.wordings:
        raise DraftError("question", "質問を書いてください。")
    if not wanted.home and not wanted.topic:
        raise DraftError("topic", "話題を選んでください。")
    if not wanted.home and not wanted.places and not wanted.more:
        raise DraftError("more", "新しい項目には引用が要ります。上で選ぶか、この欄に書いてください。")
    _typed(wanted)


def excerpts_of(wanted: Wanted, shown: Knowledge) -> tuple[Excerpt, ...]:
    """Return the excerpts that were ticked and typed, each once; ``shown`` is what the places are in.

    Raises `DraftError`.
    """
    ticked = [Excerpt(quote.source, shown.text_of(quote)) for quote in _quotes(wanted.places, shown)]
    return tuple(dict.fromkeys([*ticked, *_typed(wanted)]))


def _typed(wanted: Wanted) -> list[Excerpt]:
    try:
        return [item for item in value_of("excerpts", wanted.more) if isinstance(item, Excerpt)]
    except CellError as error:
        raise DraftError("more", f"この欄{error}") from error


def _quotes(places: Iterable[str], shown: Knowledge) -> Iterable[Quote]:
    for place in places:
        source, start, end = place.rsplit(":", 2)
        if source not in shown.articles or not (start.isdecimal() and end.isdecimal()):
            raise DraftError("places", "選んだ引用が見つかりません。もう一度、下書きを作ってください。")
        yield Quote(source, Span(int(start), int(end)))


def plan_of(wanted: Wanted, excerpts: tuple[Excerpt, ...], knowledge: Knowledge) -> Plan:
    """Return the plan that turns a knowledge into what is wanted; raises `DraftError`."""
    return _more_of_one(wanted, excerpts, knowledge) if wanted.home else _new(wanted, excerpts, knowledge)


def _new(wanted: Wanted, excerpts: tuple[Excerpt, ...], knowledge: Knowledge) -> Plan:
    if wanted.topic not in {topic.id for topic in knowledge.topics}:
        raise DraftError("topic", "選んだ話題は、今のファイルにはありません。ほかを選んでください。")
    question, *variants = wanted.wordings
    draft = Draft(
        id=_fresh_id(wanted.topic, knowledge),
        topic=wanted.topic,
        question=question,
        variants=tuple(variants),
        excerpts=excerpts,
        municipality=_municipality(excerpts, knowledge),
    )
    return Plan(added=(Added(draft, 0, home_of(wanted.topic, knowledge)),))


def _more_of_one(wanted: Wanted, excerpts: tuple[Excerpt, ...], knowledge: Knowledge) -> Plan:
    entry = next((entry for entry in knowledge.entries if entry.id == wanted.home), None)
    if entry is None:
        raise DraftError("home", "この項目は、今のファイルにはありません。ほかを選んでください。")
    before = Draft.of(entry, knowledge)
    variants = (*before.variants, *(w for w in wanted.wordings if w not in entry.questions))
    more = (*before.excerpts, *(e for e in excerpts if e not in before.excerpts))
    fields = (FieldChange("variants", before.variants, variants), FieldChange("excerpts", before.excerpts, more))
    changed = tuple(field for field in fields if field.before != field.after)
    if not changed:
        raise DraftError("question", "この言い方は、選んだ項目にもうあります。")
    return Plan(changed=(Changed(entry, replace(before, variants=variants, excerpts=more), 0, changed),))


def _fresh_id(topic: str, knowledge: Knowledge) -> str:
    """Return a name that nobody has: the topic and the first free number after its entries."""
    taken = {entry.id for entry in knowledge.entries}
    number = 1 + sum(entry.topic == topic for entry in knowledge.entries)
    stem = topic[:70]
    return next(name for n in range(number, number + len(taken) + 1) if (name := f"{stem}-{n}") not in taken)


def _municipality(excerpts: Iterable[Excerpt], knowledge: Knowledge) -> str:
    """Return the city that all articles are about, "" where they are about several."""
    named = {knowledge.sources[e.source].municipalities for e in excerpts if e.source in knowledge.sources}
    cities = set().union(*named) if named else set()
    return cities.pop() if len(cities) == 1 else ""
