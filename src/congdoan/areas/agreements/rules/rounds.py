"""What a round of signing an agreement must be sure of: every party signs at least once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from congdoan.foundation.refusal import Refusal


class GroupUnplanned(Refusal):
    """Chỗ ký của {party} thuộc nhóm {number}, nhưng nhóm này chưa ghi số chữ ký cần; hãy ghi."""


class PartyMightNotSign(Refusal):
    """Theo nhóm này {party} có thể không ký; hãy để mỗi bên chắc chắn có ít nhất một chữ ký."""


class FollowerIsParty(Refusal):
    """{name} là một bên nên đã thấy hồ sơ ký; chỉ thêm đơn vị khác, hoặc chọn một người cụ thể."""


class FollowerNotThere(Refusal):
    """Đơn vị {name} không hoạt động vào ngày {day}; hãy chọn đơn vị đang hoạt động."""


@dataclass(frozen=True)
class Seat:
    """A place for one signature: whose, and in which group (none: it must be signed)."""

    party: str
    group: str


def refuse_unplanned_groups(seats: Sequence[Seat], needed: Mapping[str, int]) -> None:
    """:raises GroupUnplanned: when a place names a group nobody described"""
    for seat in seats:
        if seat.group and seat.group not in needed:
            raise GroupUnplanned(party=seat.party, number=seat.group)


def refuse_unsure_parties(seats: Sequence[Seat], needed: Mapping[str, int]) -> None:
    """
    Refuse groups that could be complete without one of the parties.

    A party is sure to sign if it has a place outside the groups, or if some group needs more
    signatures than the others of it can give.

    :raises PartyMightNotSign: with the first such party
    """
    sizes = Counter(seat.group for seat in seats)
    own = Counter((seat.party, seat.group) for seat in seats)
    sure = {
        party
        for (party, group), places in own.items()
        if not group or needed[group] > sizes[group] - places
    }
    for seat in seats:
        if seat.party not in sure:
            raise PartyMightNotSign(party=seat.party)
