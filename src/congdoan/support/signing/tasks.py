from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.kernel.access.api import system_actor
from congdoan.support.signing.selectors.packets import unscoped_overdue_packets
from congdoan.support.signing.services.renewing import expire_packet


# Just after midnight: the day after the last day for signing has begun.
@task(name="signing.expire", cron="10 0 * * *")
def expire_packets(**_: object) -> None:
    """Close the packets whose last day for signing has passed; safe to run twice."""
    today = clock.today()
    actor = system_actor(today=today)
    for packet in unscoped_overdue_packets(on=today):
        expire_packet(actor=actor, packet=packet, on=today, at=clock.now())
