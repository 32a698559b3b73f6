"""What an actor can do with a document now, in plain words."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congdoan.areas.documents import policies
from congdoan.areas.documents.enums import DocumentState, Urgency
from congdoan.areas.documents.models import CoSigner, Document
from congdoan.areas.documents.selectors.cosigners import turn_of
from congdoan.areas.documents.selectors.signers import approvers
from congdoan.foundation.actor import Actor
from congdoan.foundation.capabilities import Capability
from congdoan.kernel.organisations.api import name_of
from congdoan.support.drafting.api import Draft


@dataclass(frozen=True)
class Step:
    """A button: a page to open, or (``post``) an act done at once."""

    label: str
    url: str
    icon: str
    post: bool = False
    main: bool = False


@dataclass
class Steps:
    """What one reader can do with one document."""

    actor: Actor
    document: Document
    on: date
    #: The text written here, and whether a file stands for it.
    text: Draft | None = None
    has_file: bool = False
    #: The reader is asked for an opinion and has not given it.
    is_asked: bool = False
    buttons: list[Step] = field(default_factory=list)
    #: What the document waits for when it is not the reader's turn.
    waits: str = ""
    note: str = ""

    def add(
        self, name: str, label: str, icon: str, *, post: bool = False, main: bool = False
    ) -> None:
        url = reverse(f"documents:{name}", args=[self.document.pk])
        self.buttons.append(Step(label, url, icon, post, main))

    def may(self, capability: Capability) -> bool:
        return self.actor.may(capability, on=self.document.organisation)


def next_steps(
    actor: Actor,
    document: Document,
    *,
    on: date,
    text: Draft | None,
    has_file: bool,
    is_asked: bool = False,
) -> Steps:
    """Return what the actor can do now; where it is another's turn, whose."""
    steps = Steps(actor, document, on, text, has_file, is_asked)
    {
        DocumentState.DRAFT: _draft,
        DocumentState.REVIEW: _review,
        DocumentState.APPROVED: _approved,
        DocumentState.SIGNED: _signed,
    }.get(DocumentState(document.state), _issued)(steps)
    return steps


def _own_draft(steps: Steps) -> str:
    """Return "" where the actor may approve, "alone", or "others" where somebody else must."""
    actor, document = steps.actor, steps.document
    if document.drafter_id is None or document.drafter_id != actor.user_id:
        return ""
    others = approvers(document.organisation_id, on=steps.on) - {actor.person_id}
    return "others" if others else "alone"


def _approving(steps: Steps) -> None:
    own = _own_draft(steps)
    if own == "others":
        steps.waits = _("Bạn soạn văn bản này nên lãnh đạo khác của đơn vị phải duyệt.")
        return
    if own == "alone":
        steps.note = _(
            "Đơn vị không có người duyệt khác nên bạn được tự duyệt văn bản mình soạn; "
            "nhật ký ghi rõ điều này."
        )
    main = steps.document.state == DocumentState.REVIEW
    steps.add("approve", _("Duyệt"), "check-circle", post=True, main=main)


def _draft(steps: Steps) -> None:
    if steps.is_asked and steps.text is not None:
        url = reverse("drafting:editor", args=[steps.text.pk])
        steps.buttons.append(Step(_("Đọc và góp ý"), url, "chat-left-text", main=True))
        steps.add("opinion_done", _("Tôi góp ý xong"), "check-circle", post=True)
    if steps.may(policies.DRAFT):
        begun = steps.text is not None or steps.has_file
        if steps.text is not None:
            url = reverse("drafting:editor", args=[steps.text.pk])
            steps.buttons.append(Step(_("Soạn thảo"), url, "pen"))
            steps.add("merge", _("Trộn thư"), "people")
            steps.add("ask_opinions", _("Xin ý kiến"), "chat-left-text")
        elif not steps.has_file:
            steps.add("begin", _("Soạn trên hệ thống"), "pen", post=True, main=True)
        if begun:
            steps.add("submit", _("Trình duyệt"), "send", post=True, main=not steps.is_asked)
        steps.add("edit", _("Sửa"), "pencil")
        steps.add("signers", _("Người cùng ký"), "people")
        steps.add("attach", _("Thêm tệp kèm theo"), "paperclip")
    if steps.may(policies.APPROVE) and steps.document.urgency != Urgency.NORMAL:
        _approving(steps)
    if steps.may(policies.DRAFT):
        steps.add("discard", _("Bỏ bản thảo"), "trash", post=True)


def _review(steps: Steps) -> None:
    if steps.may(policies.APPROVE):
        _approving(steps)
        steps.add("give_back", _("Trả lại"), "reply")
    else:
        steps.waits = _("Đang chờ lãnh đạo đơn vị duyệt.")
    if steps.may(policies.DRAFT):
        steps.add("edit", _("Sửa"), "pencil")


def _approved(steps: Steps) -> None:
    if steps.document.signed_on:
        following = turn_of(steps.document)
        if following is not None:
            _signing_along(steps, following)
    elif steps.may(policies.SIGN) or steps.may(policies.ISSUE):
        steps.add("sign", _("Ký"), "pen", main=True)
    else:
        steps.waits = _("Đang chờ ký.")
    if steps.may(policies.APPROVE):
        steps.add("give_back", _("Trả lại"), "reply")


def _signing_along(steps: Steps, following: CoSigner) -> None:
    """The leading body has signed: the next one opens its page, the others wait."""
    name = name_of(following.organisation, on=steps.on)
    steps.waits = _("Nơi soạn đã ký; đang chờ ký cùng: {name}.").format(name=name)
    if steps.actor.may(policies.SIGN, on=following.organisation) or steps.actor.may(
        policies.ISSUE, on=following.organisation
    ):
        url = reverse("documents:cosign", args=[following.pk])
        steps.buttons.append(Step(_("Ký cùng"), url, "pen", main=True))


def _signed(steps: Steps) -> None:
    if steps.may(policies.ISSUE):
        steps.add("issue", _("Cấp số, ban hành"), "check-circle", main=True)
    else:
        steps.waits = _("Đang chờ văn thư cấp số.")


def _issued(steps: Steps) -> None:
    state = steps.document.state
    if steps.document.sent_at is not None:
        steps.add("receivers", _("Tình hình nơi nhận"), "list-check")
        if steps.document.readers:
            steps.add("readers", _("Ai đã đọc"), "eye")
    if not steps.may(policies.ISSUE):
        return
    if state in (DocumentState.ISSUED, DocumentState.SENT):
        first = state == DocumentState.ISSUED
        steps.add("send", _("Gửi") if first else _("Gửi thêm nơi nhận"), "send", main=first)
        steps.add("replace", _("Thay thế, đính chính"), "shuffle")
    if state not in (DocumentState.RECALLED, DocumentState.ARCHIVED):
        steps.add("recall", _("Thu hồi"), "x-circle")
    if state != DocumentState.ARCHIVED:
        steps.add("archive", _("Lưu hồ sơ"), "archive", post=True)
