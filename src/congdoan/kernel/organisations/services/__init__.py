from congdoan.kernel.organisations.services.changing import (
    ChangeRefused,
    Consequence,
    Decision,
    PlannedChange,
    changed,
    changing,
    impact,
    impact_of,
)
from congdoan.kernel.organisations.services.ending import (
    HasSubordinates,
    end_organisation,
    end_organisations,
)
from congdoan.kernel.organisations.services.establishing import (
    CodeTaken,
    NewOrganisation,
    ParentNotThere,
    ProfileData,
    establish_organisation,
    establish_organisations,
)
from congdoan.kernel.organisations.services.lineage import GoesInCircles, rebuild_lineage
from congdoan.kernel.organisations.services.linking import (
    add_to_grouping,
    create_grouping,
    end_counterpart,
    link_counterpart,
    link_counterparts,
    remove_from_grouping,
)
from congdoan.kernel.organisations.services.moving import move_organisation, move_organisations
from congdoan.kernel.organisations.services.regrouping import (
    Homeless,
    IntoItsOwnBranch,
    NotAmongResults,
    Regrouping,
    WrongShape,
    regroup_organisations,
)
from congdoan.kernel.organisations.services.renaming import change_profile
from congdoan.kernel.organisations.services.undoing import NewerDepends, undo_event

__all__ = [
    "ChangeRefused",
    "CodeTaken",
    "Consequence",
    "Decision",
    "GoesInCircles",
    "HasSubordinates",
    "Homeless",
    "IntoItsOwnBranch",
    "NewOrganisation",
    "NewerDepends",
    "NotAmongResults",
    "ParentNotThere",
    "PlannedChange",
    "ProfileData",
    "Regrouping",
    "WrongShape",
    "add_to_grouping",
    "change_profile",
    "changed",
    "changing",
    "create_grouping",
    "end_counterpart",
    "end_organisation",
    "end_organisations",
    "establish_organisation",
    "establish_organisations",
    "impact",
    "impact_of",
    "link_counterpart",
    "link_counterparts",
    "move_organisation",
    "move_organisations",
    "rebuild_lineage",
    "regroup_organisations",
    "remove_from_grouping",
    "undo_event",
]
