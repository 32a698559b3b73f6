"""Work of the installation itself."""

import logging
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from congdoan.foundation import jobs

_log = logging.getLogger(__name__)


@jobs.task(name="config.take_up_dropped_jobs", cron="*/5 * * * *")
async def take_up_dropped_jobs(**_: Any) -> None:
    """Queue again what a killed worker was doing (its heartbeat stopped)."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await _take_up(job)
        except ConnectorException:
            # One that cannot be taken up keeps none of the others waiting.
            _log.exception("job %s could not be taken up", job.id)


async def _take_up(job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        # The same work waits already: that one does it.
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
