"""What people type: the head and the blocks of a draft (read by hand), notes, names."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from congdoan.foundation.forms import Form, LongTextField, TextField
from congdoan.support.drafting.rules.blocks import Block, read
from congdoan.support.drafting.rules.pasting import LIMIT
from congdoan.support.drafting.services.writing import NOTE, DraftData


def sent(post: QueryDict) -> DraftData:
    """
    Return what the editor's form holds: ``block`` lists identities in order.

    :raises DraftUnreadable, TooManyBlocks, BlockTooLong, TableUneven: see ``rules.blocks.read``
    """
    return DraftData(
        subject=post.get("subject", ""),
        addressees=post.get("addressees", ""),
        blocks=read([_block(post, one) for one in post.getlist("block")]),
    )


def _block(post: QueryDict, one: str) -> Mapping[str, str]:
    return {
        "id": one,
        "kind": post.get(f"kind-{one}", ""),
        "text": post.get(f"text-{one}", ""),
        "name": post.get(f"name-{one}", ""),
        "source": post.get(f"source-{one}", ""),
    }


def revision_of(post: QueryDict) -> int:
    """Return the revision the words were written on; nonsense is none that ever was."""
    value = post.get("revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0


class KeepForm(Form):
    note = TextField(
        label=_("Ghi chú"),
        required=False,
        max_length=NOTE,
        help_text=_("Ví dụ: bản gửi Ban Thường vụ cho ý kiến."),
    )


class PasteForm(Form):
    text = LongTextField(
        label=_("Nội dung chép từ Word"),
        max_length=LIMIT,
        rows=12,
        help_text=_(
            "Phần mềm bỏ kiểu chữ của Word, nhận ra Chương, Điều, khoản, điểm, căn cứ, bảng, "
            "nơi nhận; số thứ tự do phần mềm đánh lại."
        ),
    )


class TemplateForm(Form):
    """Make a template of a type, empty or like another one."""

    type_code = forms.ChoiceField(label=_("Loại văn bản"))
    name = TextField(label=_("Tên mẫu"), max_length=160)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type_code"].choices = list(types)  # type: ignore[attr-defined]


class CopyForm(Form):
    name = TextField(label=_("Tên mẫu"), max_length=160)


def unchanged(data: DraftData, blocks: Sequence[Block]) -> DraftData:
    """Return ``data`` with other blocks: the order changed, the words are those just sent."""
    return DraftData(data.subject, data.addressees, blocks)
