"""The tables of scene reflection."""

from reflection.models.appeal import Appeal
from reflection.models.base import Base
from reflection.models.catalogue import Category, Question, Unit
from reflection.models.hiding import HiddenWords, WholeTexts
from reflection.models.medium import LeftoverFile, Medium, Redaction
from reflection.models.open311 import Open311Key, Open311Request, Open311Update
from reflection.models.process import Deadline, Extension, Plan, ProcessRule, Sanction, Timer, Transfer
from reflection.models.public import Comment, Follower, Readership, Subscription, SubscriptionCell, Supporter
from reflection.models.report import Answer, Change, Identity, RatingGiven, Report
from reflection.models.routing import ReportUnit, RoutingRule, UnitContact
from reflection.models.rule import RuleKind, RuleLine
from reflection.models.talk import AccountLock, AnswerTemplate, FieldNote, FollowUp, Message, MoodGiven, Shortlisted

__all__ = [
    "AccountLock",
    "Answer",
    "AnswerTemplate",
    "Appeal",
    "Base",
    "Category",
    "Change",
    "Comment",
    "Deadline",
    "Extension",
    "FieldNote",
    "FollowUp",
    "Follower",
    "HiddenWords",
    "Identity",
    "LeftoverFile",
    "Medium",
    "Message",
    "MoodGiven",
    "Open311Key",
    "Open311Request",
    "Open311Update",
    "Plan",
    "ProcessRule",
    "Question",
    "RatingGiven",
    "Readership",
    "Redaction",
    "Report",
    "ReportUnit",
    "RoutingRule",
    "RuleKind",
    "RuleLine",
    "Sanction",
    "Shortlisted",
    "Subscription",
    "SubscriptionCell",
    "Supporter",
    "Timer",
    "Transfer",
    "Unit",
    "UnitContact",
    "WholeTexts",
]
