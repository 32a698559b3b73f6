from congdoan.foundation import clock
from congdoan.foundation.jobs import task
from congdoan.support.notifications.services.bounces import read_mailbox
from congdoan.support.notifications.services.deliver import send_waiting
from congdoan.support.notifications.services.listening import listen as read_codes


# The outbox is looked through every minute; what failed waits for its own next attempt.
@task(name="notifications.send", queue="mail", cron="* * * * *")
def send(**_: object) -> None:
    send_waiting(clock=clock.now)


@task(name="notifications.read_bounces", queue="mail", cron="*/10 * * * *")
def read_bounces(**_: object) -> None:
    read_mailbox(at=clock.now())


# Only while somebody waits to be linked; else it asks nobody.
@task(name="notifications.listen", queue="mail", cron="* * * * *")
def listen(**_: object) -> None:
    read_codes(at=clock.now())
