"""Runs a job and waits for its end; exits with 0 if it succeeded, else with 1.

run_and_wait.py JOB [NAME=VALUE ...]
"""

import sys

import sluice
from sluice.v1 import (
    INSTANCE_STATUS_SUCCESS,
    NODE_STATUS_FAIL,
    InstanceStatus,
    KeyValue,
    RunJobRequest,
)


def main() -> int:
    job, *assignments = sys.argv[1:]
    pairs = [assignment.partition("=") for assignment in assignments]
    params = [KeyValue(key=name, value=value) for name, _, value in pairs]

    with sluice.Sluice.connect() as client:
        run = client.instances.run_job(RunJobRequest(job_name=job, params=params))
        print(f"instance {run.instance_id} of {job} started")
        details = client.wait(run.instance_id)

    print(f"instance {run.instance_id}: {InstanceStatus.Name(details.instance.status)}")
    for node in details.nodes:
        if node.status == NODE_STATUS_FAIL:
            print(f"  {node.node_name}: {node.reason}")
    return 0 if details.instance.status == INSTANCE_STATUS_SUCCESS else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except sluice.SluiceError as error:
        sys.exit(str(error))
