from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.support.certificates.selectors.files import unscoped_files_to_archive
from congdoan.support.certificates.services.archiving import archive_file
from congdoan.support.certificates.services.outside import StampServiceSilent


# Nightly: a service that was silent when the file closed is asked again, a year-old stamp renewed.
@task(name="certificates.archive", cron="40 2 * * *")
def archive_files(**_: object) -> None:
    """Add the archive time-stamps that are due; safe to run twice."""
    now = clock.now()
    actor = system_actor(today=now.date())
    for file in unscoped_files_to_archive(on=now):
        try:
            archive_file(actor=actor, file=file, at=now)
        except StampServiceSilent:
            # It will not answer for the next file either; tomorrow is soon enough.
            return
