from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.support.signing.selectors.packets import unscoped_overdue_packets
from congdoan.support.signing.selectors.scans import unscoped_scan
from congdoan.support.signing.services.certificates import close_waiting_files
from congdoan.support.signing.services.renewing import expire_packet
from congdoan.support.signing.services.scanning import read_scan


@task(name="signing.read_scan")
def read_one_scan(scan: int, **_: object) -> None:
    """Read the codes of a large scan; safe to run twice."""
    found = unscoped_scan(scan)
    if found is not None:
        today = clock.today()
        read_scan(actor=system_actor(today=today), scan=found, on=today, at=clock.now())


@task(name="signing.close_files", cron="30 2 * * *")
def close_files(**_: object) -> None:
    """Close the signed PDFs whose seals were waited for long enough; safe to run twice."""
    close_waiting_files(at=clock.now())


# Just after midnight: the day after the last day for signing has begun.
@task(name="signing.expire", cron="10 0 * * *")
def expire_packets(**_: object) -> None:
    """Close the packets whose last day for signing has passed; safe to run twice."""
    today = clock.today()
    actor = system_actor(today=today)
    for packet in unscoped_overdue_packets(on=today):
        expire_packet(actor=actor, packet=packet, on=today, at=clock.now())
