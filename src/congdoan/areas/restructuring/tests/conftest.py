"""A founding under Lan's middle unit, and the end of one of its leaves."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
import pytest

from congdoan.areas.restructuring import api
from congdoan.areas.restructuring.models import HandOver
from congdoan.kernel.organisations import api as organisations
from congdoan.kernel.organisations.enums import EndReason

REQUIRED = (
    "REQUEST",
    "MEMBERS",
    "APPLICATIONS",
    "COMMITTEE_CVS",
    "CONGRESS_MINUTES",
    "VOTE_MINUTES",
)


@pytest.fixture(autouse=True)
def fixed_clock(settings, today):
    """Hooks read the clock; here it is the day of the tests."""
    settings.CLOCK = today.isoformat()


@pytest.fixture
def begin(lan, tree, today, now):
    """Open a founding: ``begin(path="PROVISIONAL", day=…)``."""

    def make(*, actor=None, superior=None, day=None, on=None, **data):
        on = on or today
        values = {
            "name": "Công đoàn cơ sở Trường Mầm non Nắng Mai",
            "code": "CS-NM",
            "level": "L4_GRASSROOTS",
            "started_on": day or on - timedelta(days=60),
            "employer_id": tree.school.pk,
        } | data
        return api.start_founding(
            actor=actor or lan,
            superior=superior or tree.middle,
            data=api.FoundingData(**values),
            on=on,
            at=now,
        )

    return make


@pytest.fixture
def go(lan, today, now):
    """Take steps of a founding: ``go(founding, congress=day, meeting=day …)``."""

    def step(founding, *, on=None, actor=None, **steps):
        shared = {"actor": actor or lan, "founding": founding, "on": on or today, "at": now}
        if "count" in steps:
            day = steps.pop("counted", founding.started_on)
            founding = api.count_applications(count=steps.pop("count"), day=day, **shared)
            shared["founding"] = founding
        acts = {
            "congress": lambda day: api.hold_congress(day=day, attendance=7, **shared),
            "meeting": lambda day: api.hold_first_meeting(day=day, **shared),
            "dossier": lambda day: api.send_dossier(day=day, **shared),
            "full": lambda day: api.accept_dossier(day=day, **shared),
        }
        for name, day in steps.items():
            founding = acts[name](day)
            shared["founding"] = founding
        return founding

    return step


@pytest.fixture
def papers(lan, now):
    """Put every required paper into a dossier, the first of them as a scan."""

    def fill(founding, *, only=REQUIRED):
        for kind in only:
            first = kind == REQUIRED[0]
            upload = SimpleUploadedFile("de-nghi.pdf", b"%PDF-1.7 de nghi") if first else None
            api.add_paper(actor=lan, founding=founding, kind=kind, upload=upload, at=now)

    return fill


@pytest.fixture
def seats(lan, today):
    def fill(founding):
        people = [("PRESIDENT", "Đỗ Thị Mai"), ("VICE_PRESIDENT", "Lý Văn An")]
        for position, name in people:
            api.add_seat(actor=lan, founding=founding, position=position, full_name=name, on=today)

    return fill


@pytest.fixture
def ready(begin, go, papers, seats, today):
    """A founding whose dossier is complete: only the decision is missing."""
    founding = go(
        begin(),
        count=7,
        congress=today - timedelta(days=20),
        meeting=today - timedelta(days=12),
        dossier=today - timedelta(days=10),
    )
    papers(founding)
    seats(founding)
    return go(founding, full=today - timedelta(days=8))


@pytest.fixture
def recognise(lan, today, now):
    def decide(founding, *, actor=None, day=None, number="15/QĐ-CĐP"):
        return api.recognise_founding(
            actor=actor or lan,
            founding=founding,
            data=api.Recognition(
                on=day or today,
                decision=organisations.Decision(number=number, signed_on=today),
            ),
            on=today,
            at=now,
        )

    return decide


@pytest.fixture
def end(lan, now):
    """End units by one decision: ``end(tree.leaf, on=day)``; returns the event."""

    def make(*units, on: date, actor=None, signed=None):
        return organisations.end_organisations(
            actor=actor or lan,
            organisations=units,
            reason=EndReason.DISSOLVED,
            on=on,
            decision=organisations.Decision(number="20/QĐ-CĐP", signed_on=signed),
            at=now,
        )

    return make


@pytest.fixture
def ended(end, tree, today):
    """The hand-over of a leaf that ended ten days ago."""
    event = end(tree.leaf, on=today - timedelta(days=10))
    return HandOver.objects.get(event=event)
