"""Evaluation: labelled questions, the scoring rules, and the figures by style.

The rules are those of the project's evaluation README: an excerpt meets a gold when both lie in the same
file and overlap by at least half of the shorter of the two.
"""

from bot.evaluation.figures import Figures, by_style, calibration
from bot.evaluation.questions import Gold, Labelled, QuestionFileError, read_questions
from bot.evaluation.scoring import Outcome, score

__all__ = [
    "Figures",
    "Gold",
    "Labelled",
    "Outcome",
    "QuestionFileError",
    "by_style",
    "calibration",
    "read_questions",
    "score",
]
