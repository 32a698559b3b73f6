"""Work of the installation itself."""

from typing import Any

from procrastinate.contrib.django import app

from congdoan.foundation import jobs


@jobs.task(name="config.take_up_dropped_jobs", cron="*/5 * * * *")
async def take_up_dropped_jobs(**_: Any) -> None:
    """Queue again what a killed worker was doing (its heartbeat stopped)."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
