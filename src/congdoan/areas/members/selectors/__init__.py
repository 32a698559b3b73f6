from congdoan.areas.members.selectors.counts import (
    member_count,
    unscoped_applications,
    unscoped_counted_one_by_one,
    unscoped_member_count,
    unscoped_member_counts,
    unscoped_member_series,
    unscoped_own_member_counts,
    unscoped_written_by,
)

__all__ = [
    "member_count",
    "unscoped_applications",
    "unscoped_counted_one_by_one",
    "unscoped_member_count",
    "unscoped_member_counts",
    "unscoped_member_series",
    "unscoped_own_member_counts",
    "unscoped_written_by",
]
