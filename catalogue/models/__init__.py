from .absence import Absence
from .closed_period import ClosedPeriod
from .course import CoursePage
from .enquiry import Enquiry, EnquirySeries, EnquiryStep
from .funder import Funder
from .invitation import Invitation
from .lecturer import Lecturer, TeamPage
from .notice import Notice
from .offering import Offering, OfferingIndexPage, OfferingTranslation
from .project import ProjectPage
from .review_mark import ReviewMark
from .run import Meeting, Run
from .subject import Subject
from .target_group import TargetGroupIndexPage, TargetGroupPage
from .term_batch import TermBatch, TermBatchItem
from .urgent_change import UrgentChange
from .venue import Venue
from .workflow import EditorApprovalTask, SubjectApprovalTask

__all__ = [
    "Absence",
    "ClosedPeriod",
    "CoursePage",
    "EditorApprovalTask",
    "Enquiry",
    "EnquirySeries",
    "EnquiryStep",
    "Funder",
    "Invitation",
    "Lecturer",
    "Meeting",
    "Notice",
    "Offering",
    "OfferingIndexPage",
    "OfferingTranslation",
    "ProjectPage",
    "ReviewMark",
    "Run",
    "Subject",
    "SubjectApprovalTask",
    "TargetGroupIndexPage",
    "TargetGroupPage",
    "TeamPage",
    "TermBatch",
    "TermBatchItem",
    "UrgentChange",
    "Venue",
]
