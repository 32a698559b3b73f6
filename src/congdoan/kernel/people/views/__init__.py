from congdoan.kernel.people.views.offices import appoint, end, invite
from congdoan.kernel.people.views.persons import change, contact, detail, offices_panel, register

__all__ = ["appoint", "change", "contact", "detail", "end", "invite", "offices_panel", "register"]
