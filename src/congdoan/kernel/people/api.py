"""The front door of people."""

from congdoan.kernel.people.policies import (
    CHANGE,
    VIEW,
)
from congdoan.kernel.people.rules.links import (
    declare_link,
    links,
)
from congdoan.kernel.people.selectors import (
    unscoped_holders,
    unscoped_offices_of,
    unscoped_person_of_user,
    visible_offices,
    visible_people,
)
from congdoan.kernel.people.selectors.kept import (
    AboutPerson,
    Forgetting,
    Kept,
    forgetting,
    kept_about,
)
from congdoan.kernel.people.selectors.likeness import (
    unscoped_common_names,
    unscoped_like_newcomer,
    unscoped_like_pairs,
    unscoped_newest_person,
    unscoped_office_units,
)
from congdoan.kernel.people.selectors.limits import (
    Use,
    agreeing,
    restricted_people,
    unscoped_limited,
    unscoped_may_use,
    use_ended,
)
from congdoan.kernel.people.selectors.many import (
    unscoped_aliases_named,
    unscoped_people_by_birth,
    unscoped_people_by_email,
    unscoped_people_by_phone,
    unscoped_person_facts,
    unscoped_referred_to,
    unscoped_survivors,
)
from congdoan.kernel.people.selectors.names import (
    unscoped_name_keys,
)
from congdoan.kernel.people.selectors.words import (
    office_title,
    position_choices,
)
from congdoan.kernel.people.services.accounts import (
    invite_person,
)
from congdoan.kernel.people.services.correcting import (
    EndsBeforeItBegan,
    OfficeInUse,
    amend_office,
    withdraw_office,
)
from congdoan.kernel.people.services.journal import (
    Journal,
    Step,
)
from congdoan.kernel.people.services.known import (
    KnownAlready,
    Likely,
    Newcomer,
    known_already,
    perhaps_known,
)
from congdoan.kernel.people.services.limits import (
    lift_limit,
    limit_use,
)
from congdoan.kernel.people.services.many import (
    PersonRow,
    change_people,
    register_people,
    remove_people,
    removing,
    require_everywhere,
)
from congdoan.kernel.people.services.merging import (
    FACTS,
    LOGIN,
    MergeRefused,
    Merging,
    OfficesTangled,
    Parting,
    PartingRefused,
    RowsGone,
    ThemselvesTwice,
    in_the_way,
    locked,
    merge_people,
    merge_refused,
    merging,
    part_people,
    parted,
    parting,
    parting_refused,
    rows_gone,
)
from congdoan.kernel.people.services.names import (
    sweep_names,
)
from congdoan.kernel.people.services.offices import (
    EndsAfterOrganisation,
    OfficeChange,
    OfficeData,
    OfficeTwice,
    UnknownPosition,
    appoint,
    end_office,
    offices_changed,
    seat,
)
from congdoan.kernel.people.services.persons import (
    PersonData,
    change_person,
    register_person,
)
from congdoan.kernel.people.services.seating import (
    NewSeat,
    seat_many,
)

__all__ = [
    "CHANGE",
    "FACTS",
    "LOGIN",
    "VIEW",
    "AboutPerson",
    "EndsAfterOrganisation",
    "EndsBeforeItBegan",
    "Forgetting",
    "Journal",
    "Kept",
    "KnownAlready",
    "Likely",
    "MergeRefused",
    "Merging",
    "NewSeat",
    "Newcomer",
    "OfficeChange",
    "OfficeData",
    "OfficeInUse",
    "OfficeTwice",
    "OfficesTangled",
    "Parting",
    "PartingRefused",
    "PersonData",
    "PersonRow",
    "RowsGone",
    "Step",
    "ThemselvesTwice",
    "UnknownPosition",
    "Use",
    "agreeing",
    "amend_office",
    "appoint",
    "change_people",
    "change_person",
    "declare_link",
    "end_office",
    "forgetting",
    "in_the_way",
    "invite_person",
    "kept_about",
    "known_already",
    "lift_limit",
    "limit_use",
    "links",
    "locked",
    "merge_people",
    "merge_refused",
    "merging",
    "office_title",
    "offices_changed",
    "part_people",
    "parted",
    "parting",
    "parting_refused",
    "perhaps_known",
    "position_choices",
    "register_people",
    "register_person",
    "remove_people",
    "removing",
    "require_everywhere",
    "restricted_people",
    "rows_gone",
    "seat",
    "seat_many",
    "sweep_names",
    "unscoped_aliases_named",
    "unscoped_common_names",
    "unscoped_holders",
    "unscoped_like_newcomer",
    "unscoped_like_pairs",
    "unscoped_limited",
    "unscoped_may_use",
    "unscoped_name_keys",
    "unscoped_newest_person",
    "unscoped_office_units",
    "unscoped_offices_of",
    "unscoped_people_by_birth",
    "unscoped_people_by_email",
    "unscoped_people_by_phone",
    "unscoped_person_facts",
    "unscoped_person_of_user",
    "unscoped_referred_to",
    "unscoped_survivors",
    "use_ended",
    "visible_offices",
    "visible_people",
    "withdraw_office",
]
