from congdoan.support.drafting.views.editing import autosave, editor, paste
from congdoan.support.drafting.views.papers import docx, pdf, picture
from congdoan.support.drafting.views.talking import answer, comment
from congdoan.support.drafting.views.templates import (
    template_copy,
    template_new,
    template_retire,
    templates,
)
from congdoan.support.drafting.views.versions import restore, version, versions

__all__ = [
    "answer",
    "autosave",
    "comment",
    "docx",
    "editor",
    "paste",
    "pdf",
    "picture",
    "restore",
    "template_copy",
    "template_new",
    "template_retire",
    "templates",
    "version",
    "versions",
]
