from congdoan.areas.analysis.services.sending import send_views
from congdoan.foundation import clock
from congdoan.foundation.jobs import task


@task(name="analysis.send_views", cron="40 6 * * *")
def send_views_daily(**_: object) -> None:
    """Send saved views that are due; a second run of a day sends nothing again."""
    send_views(on=clock.today(), at=clock.now())
