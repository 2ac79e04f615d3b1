"""People of an article: the ``role:name`` lines, the labels that stand for them, and where they work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.seeds.article import Participant

__all__ = ["INTERVIEWER", "Roster", "participant", "place_of", "profile_header"]

INTERVIEWER = Participant("聞き手")
_ROLE_AND_NAME = re.compile(r"^(?P<role>[^:。]{2,60}):\s*(?P<name>[^:。]{1,40})$")
_ALIAS = re.compile(r"\(以下[、,]?\s*[「『]?(?P<alias>[^」』)]{1,10})[」』]?\)$")
_HONORIFIC = r"(?:さん|氏|様|副市長|副区長|副町長|副村長|副知事|部長|課長|CIO)?"
_PROFILE = re.compile(r"^(?P<name>[^\s(:]{1,12}(?:[  ][^\s(:]{1,6})?)\((?P<post>[^()()]*/[^()()]*)\)$")
_CITY = re.compile(r"^.{1,6}?[市区]")
_TOWN = re.compile(r"^.{1,5}?[町村]")


def place_of(role: str) -> str:
    """Return the municipality with which a role begins, or "" if there is none.

    >>> [place_of(r) for r in ("小金井市CIO", "都デジタルサービス局戦略部長", "瑞穂町CIO", "総務部長")]
    ['小金井市', '東京都', '瑞穂町', '']
    """
    if role.startswith(("都", "東京都")) and not role.startswith("都留"):
        return "東京都"
    found = _CITY.match(role) or _TOWN.match(role)
    return found.group() if found else ""


def participant(line: str) -> Participant | None:
    """Read a ``role:name`` line of the list of participants, or return None.

    >>> participant("東大和市CIO:東大和市副市長 小島 昇公").described
    '小島 昇公(東大和市CIO・東大和市副市長)'
    """
    found = _ROLE_AND_NAME.match(_ALIAS.sub("", line).strip())
    if not found:
        return None
    role, parts = found["role"].strip(), found["name"].split()
    titles, name = (parts[:-2], " ".join(parts[-2:])) if len(parts) > 2 else ([], " ".join(parts))
    alias = _ALIAS.search(line)
    labels = {name, name.replace(" ", ""), parts[-2] if len(parts) > 1 else name, alias["alias"] if alias else name}
    return Participant(name, "・".join([role, *titles]), place_of(role), tuple(sorted(labels)))


def profile_header(line: str) -> tuple[str, str] | None:
    """Read ``土村(東京都/事務職)`` as a name and a post, or return None."""
    found = _PROFILE.match(line)
    return (found["name"], found["post"]) if found else None


class Roster:
    """The participants of one article, found by the labels at the head of their turns."""

    def __init__(self, people: Iterable[Participant] = ()) -> None:
        self.people: list[Participant] = list(people)

    def add(self, person: Participant) -> None:
        """Add somebody who is not there yet."""
        self.people.append(person)

    def find(self, label: str) -> Participant | None:
        """Return whom a bare label (``宮坂``, ``宮坂副知事``) names."""
        pressed = label.replace(" ", "").replace(" ", "")
        return next((p for p in self.people if _names(p, pressed)), None)

    def introduced_by(self, line: str) -> Participant | None:
        """Return whom a line such as ``都CIO:宮坂(以下「宮坂」)`` introduces."""
        found = participant(line)
        if found is None:
            return None
        known = next((self.find(label) for label in (found.name, *found.labels) if self.find(label)), None)
        if known is None and _ALIAS.search(line):
            self.add(found)
            return found
        return known

    def inline(self, line: str) -> tuple[Participant, int] | None:
        """Return the speaker of ``宮坂:…`` and where the words begin, if the line has that form."""
        found = re.match(r"^(?P<label>[^\s:。、]{1,12}):\s*(?=\S)", line)
        person = self.find(found["label"]) if found else None
        return (person, found.end()) if found and person else None


def _names(person: Participant, pressed: str) -> bool:
    labels: Sequence[str] = [re.escape(label.replace(" ", "")) for label in person.labels]
    return bool(labels) and bool(re.fullmatch(f"(?:{'|'.join(labels)}){_HONORIFIC}", pressed))
