"""
Templates of documents: one of the provincial sector union that its units may copy, one of a school
union being written, with a version and a comment. All is invented.
"""

from congdoan.config.demo.stage import known, moment
from congdoan.foundation import clock
from congdoan.kernel.access.api import actor_for
from congdoan.kernel.accounts.models import User
from congdoan.support.discussion.api import Subject, comment
from congdoan.support.drafting.api import (
    Draft,
    DraftTemplate,
    draft_for,
    keep_version,
    make_template,
    new_block,
    save_draft,
)
from congdoan.support.drafting.api import DraftData as Data
