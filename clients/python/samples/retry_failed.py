"""Retries every failed instance that was planned for a day, from what failed in it.

retry_failed.py YYYY-MM-DD
"""

import sys
from datetime import datetime, timedelta
from typing import Dict, List

import sluice
from sluice.v1 import (
    INSTANCE_STATUS_FAIL,
    RETRY_LOCATION_ERROR_NODE,
    RETRY_TASK_VERSION_ORIGINAL,
    ListInstancesRequest,
    RetryInstancesRequest,
    TaskRetry,
)

#: Instances that a call takes.
BATCH = 1_000


def failed_instances(client: sluice.Sluice, day: datetime) -> Dict[str, List[int]]:
    request = ListInstancesRequest(
        statuses=[INSTANCE_STATUS_FAIL],
        planned_from=int(day.timestamp() * 1_000),
        planned_before=int((day + timedelta(days=1)).timestamp() * 1_000),
        page_size=1_000,
    )
    by_job: Dict[str, List[int]] = {}
    for instance in client.instances.all_instances(request):
        by_job.setdefault(instance.job_name, []).append(instance.instance_id)
    return by_job


def retry(client: sluice.Sluice, job: str, ids: List[int]) -> None:
    request = RetryInstancesRequest(
        job_name=job,
        retry_location=RETRY_LOCATION_ERROR_NODE,
        retry_task_version=RETRY_TASK_VERSION_ORIGINAL,
        task_retrys=[TaskRetry(instance_id=number) for number in ids],
    )
    client.instances.retry_instances(request)
    print(f"{job}: {', '.join(map(str, ids))}")


def main() -> None:
    day = datetime.fromisoformat(sys.argv[1])
    with sluice.Sluice.connect() as client:
        for job, ids in failed_instances(client, day).items():
            for start in range(0, len(ids), BATCH):
                retry(client, job, ids[start : start + BATCH])


if __name__ == "__main__":
    try:
        main()
    except sluice.SluiceError as error:
        sys.exit(str(error))
