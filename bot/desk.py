"""The desk: the one place where the steps meet, from a question to a reply."""

from __future__ import annotations

from dataclasses import replace

from bot.answer import Answer, Reply, answer_entry, compose
from bot.confidence import Verdict, judge
from bot.fitted import CONFIDENCE
from bot.knowledge import Entry, Knowledge, Topic
from bot.library import Library, Reloaded, Snapshot
from bot.match import Matched
from bot.question import Question, understand

__all__ = ["Desk", "Reasoning"]

Reasoning = tuple[Question, Matched | None, Verdict | None]


class Desk:
    """Answer questions from one snapshot at a time, and reload on request."""

    def __init__(self, library: Library) -> None:
        self.library = library

    @property
    def knowledge(self) -> Knowledge:
        """Return the knowledge in use."""
        return self.library.current.knowledge

    def ask(self, text: str, before: str = "") -> Reply:
        """Answer a question; ``before`` is the question before it in the thread, or ""."""
        snapshot = self.library.current
        question, matched, verdict = self.reason(text, before, snapshot)
        return compose(question, matched, verdict, snapshot.knowledge)

    def reason(self, text: str, before: str = "", snapshot: Snapshot | None = None) -> Reasoning:
        """Return all steps before the reply, for those who want to know why."""
        question = understand(text, before)
        if question.talk:
            return question, None, None
        matcher = (snapshot or self.library.current).matcher
        matched = matcher.match(question)
        verdict = judge(question, matched)
        mended = matcher.mend(question) if verdict.confidence < CONFIDENCE.exact else None
        if mended:
            better = replace(question, core=mended.core, slips=mended.slips)
            found = matcher.match(better)
            sure = judge(better, found)
            if sure.confidence > verdict.confidence:
                return better, found, sure
        return question, matched, verdict

    def open_entry(self, entry_id: str) -> Answer | None:
        """Answer an entry's own question, or return None when no entry has that id any more."""
        knowledge = self.knowledge
        entry = next((e for e in knowledge.entries if e.id == entry_id), None)
        return answer_entry(entry, knowledge) if entry else None

    def topics(self) -> list[tuple[Topic, int]]:
        """List the topics with how many entries each has."""
        knowledge = self.knowledge
        return [(topic, sum(e.topic == topic.id for e in knowledge.entries)) for topic in knowledge.topics]

    def entries_of(self, topic_id: str) -> tuple[Entry, ...]:
        """List a topic's entries."""
        return tuple(e for e in self.knowledge.entries if e.topic == topic_id)

    def find_topic(self, text: str) -> Topic | None:
        """Find a topic by its id or name, or by a part of its name."""
        wanted = text.strip().casefold()
        topics = self.knowledge.topics
        exact = next((t for t in topics if wanted in (t.id, t.name.casefold())), None)
        return exact or next((t for t in topics if wanted and wanted in t.name.casefold()), None)

    def reload(self) -> Reloaded:
        """Read the knowledge folder anew."""
        return self.library.reload()
