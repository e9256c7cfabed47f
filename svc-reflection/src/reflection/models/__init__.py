"""The tables of scene reflection."""

from reflection.models.base import Base
from reflection.models.catalogue import Category, Question, Unit
from reflection.models.open311 import Open311Key, Open311Request, Open311Update
from reflection.models.report import Answer, Change, Deadline, Identity, Medium, RatingGiven, Report

__all__ = [
    "Answer",
    "Base",
    "Category",
    "Change",
    "Deadline",
    "Identity",
    "Medium",
    "Open311Key",
    "Open311Request",
    "Open311Update",
    "Question",
    "RatingGiven",
    "Report",
    "Unit",
]
