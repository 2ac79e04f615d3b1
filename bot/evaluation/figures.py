"""Figures: outcomes counted, by style and in all, and how well the confidence keeps its word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.scoring import Outcome

__all__ = ["Figures", "by_style", "calibration"]

_BINS = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one group of outcomes; the shares are None where nothing counts for them."""

    answerable: int
    first: int
    three: int
    refused: int
    unanswerable: int
    false_answers: int
    talk_missed: int
    excerpts: int
    verbatim: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Figures:
        """Count a group."""
        found = list(outcomes)
        asked = [o for o in found if o.labelled.answerable]
        others = [o for o in found if not o.labelled.answerable]
        return cls(
            answerable=len(asked),
            first=sum(o.first for o in asked),
            three=sum(o.three for o in asked),
            refused=sum(not o.answered for o in asked),
            unanswerable=len(others),
            false_answers=sum(o.answered for o in others),
            talk_missed=sum(not o.talk_met for o in others),
            excerpts=sum(o.excerpts for o in found),
            verbatim=sum(o.verbatim for o in found),
        )

    def shares(self) -> dict[str, float | None]:
        """Return the shares under the names of the evaluation."""
        return {
            "hit@1": _share(self.first, self.answerable),
            "hit@3": _share(self.three, self.answerable),
            "false refusals": _share(self.refused, self.answerable),
            "false answers": _share(self.false_answers, self.unanswerable),
            "verbatim": _share(self.verbatim, self.excerpts),
        }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def by_style(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """Count each style in the order in which it first occurs, then all together."""
    styles = dict.fromkeys(o.labelled.style for o in outcomes)
    figures = {style: Figures.of(o for o in outcomes if o.labelled.style == style) for style in styles}
    return {**figures, "all": Figures.of(outcomes)}


def calibration(outcomes: Iterable[Outcome]) -> list[tuple[int, float, float]]:
    """Return, for each tenth of the confidence, how many questions fell there, the mean, and the share right.

    Right is an answerable question whose first excerpt meets its gold.
    """
    bins: list[list[Outcome]] = [[] for _ in range(_BINS)]
    for outcome in outcomes:
        bins[min(_BINS - 1, int(outcome.confidence * _BINS))].append(outcome)
    return [
        (len(b), sum(o.confidence for o in b) / len(b), sum(o.first for o in b) / len(b)) if b else (0, 0.0, 0.0)
        for b in bins
    ]
