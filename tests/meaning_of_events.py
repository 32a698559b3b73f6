"""The events whose meaning is checked, carried out on the leaf and on the department."""

from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason, EventKind


def carry_out(w, event):
    given = {"actor": w.system, "decision": organisations.Decision(number="9/QĐ"), "at": w.at}
    if event == "establish":
        w.made = organisations.establish_organisation(new=_new(w, "CS-N", {1: "CD-A1"}), **given)
        return
    act = {"rename": _rename, "transfer": _transfer, "dissolve": _dissolve}.get(event, _regroup)
    act(w, w.tree.leaf, given)
    act(w, w.tree.department, given)


def _new(w, code, parents, family="UNION"):
    return organisations.NewOrganisation(
        code, family, organisations.ProfileData("Mới"), w.day, parents
    )


def _rename(w, unit, given):
    level = "L4_GRASSROOTS" if unit.family == "UNION" else ""
    profile = organisations.ProfileData("Tên sau", level=level)
    organisations.change_profile(organisation=unit, profile=profile, on=w.day, **given)


def _transfer(w, unit, given):
    parent, line = (w.tree.far_middle, 1) if unit.family == "UNION" else (w.tree.school, 3)
    organisations.move_organisation(
        organisation=unit, parent=parent, on=w.day, hierarchy=line, **given
    )


def _dissolve(w, unit, given):
    organisations.end_organisation(organisation=unit, reason=EndReason.DISSOLVED, on=w.day, **given)


def _regroup(w, unit, given):
    union = unit.family == "UNION"
    rest = {"into": w.tree.far_leaf if union else w.tree.school}
    if w.event == "divide":
        codes = ("N1", "N2") if union else ("P1", "P2")
        rest = {"founded": [_new(w, code, {}, unit.family) for code in codes]}
    kind = EventKind.DIVIDE if w.event == "divide" else EventKind.MERGE_INTO
    organisations.regroup_organisations(
        regrouping=organisations.Regrouping(kind, w.day, [unit], **rest), **given
    )
