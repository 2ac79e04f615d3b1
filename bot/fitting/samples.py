"""Samples: what the matcher finds for a labelled question when that question is left out of the knowledge."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.confidence import signals
from bot.evaluation import Labelled
from bot.evaluation.scoring import is_met
from bot.fitted import RANKING, Ranking
from bot.fitted.signals import Signals
from bot.index.corpus import Corpus
from bot.knowledge import Knowledge
from bot.match import Matched, Matcher
from bot.question import Question, understand

__all__ = ["Sample", "known", "samples"]

_FOLDS = 5
_SEED = 20261121


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's candidates as a matrix (a row each, columns as in `Features`), which of them are right, and more.

    ``signals`` describe the best candidate under the ranking in use.
    """

    labelled: Labelled
    candidates: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    signals: Signals


def samples(questions: Sequence[Labelled], knowledge: Knowledge, ranking: Ranking = RANKING) -> list[Sample]:
    """Answer every question from documents that do not hold it; small talk and empty results are left out."""
    shuffled = list(questions)
    random.Random(_SEED).shuffle(shuffled)  # noqa: S311 - folds, not secrets
    return [s for fold in range(_FOLDS) for s in _of_fold(shuffled[fold::_FOLDS], knowledge, ranking)]


def known(samples: Sequence[Sample]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the signals (a row a sample) of what a confidence learns from, and whether each has an answer.

    An answerable question with a wrong best hit teaches nothing about either kind and is left out.
    """
    used = [s for s in samples if not s.labelled.answerable or s.right[0]]
    return np.array([s.signals for s in used], dtype=np.float64), np.array([s.labelled.answerable for s in used])


def _of_fold(held: Sequence[Labelled], knowledge: Knowledge, ranking: Ranking) -> Iterator[Sample]:
    corpus = Corpus.of(knowledge, frozenset(q.question for q in held))
    matcher = Matcher(corpus, ranking)
    for labelled in held:
        question = understand(labelled.question, labelled.before)
        if question.talk:
            continue
        matched = matcher.match(question)
        if matched.hits:
            yield _sample(labelled, question, matched, knowledge)


def _sample(labelled: Labelled, question: Question, matched: Matched, knowledge: Knowledge) -> Sample:
    candidates = np.array([hit.features for hit in matched.hits], dtype=np.float64)
    right = np.array([is_met(hit.quotes[0], labelled.gold, knowledge) for hit in matched.hits], dtype=bool)
    return Sample(labelled, candidates, right, signals(question, matched))
