"""Executes the transcript of clients/conformance: one function an action, one line a result.

conformance.py TRANSCRIPT SOCKET [--asyncio]
"""

import json
import os
import subprocess
import sys
import zlib

import sluice
from awaited import Awaited
from sluice import v1

INSTANCE_STATUSES = [
    "-", "waiting", "running", "success", "fail", "running-exception", "pause", "manual-stop",
]
NODE_STATUSES = [
    "-", "waiting", "running", "success", "fail", "skip", "pause", "manual-stop",
]


class Transcript:
    def __init__(self, path, connect):
        self.path = path
        self.connect = connect
        self.client = connect(path)
        #: Ids of instances and tokens of previews, by the name that a step gave them.
        self.names = {}

    def execute(self, step):
        action = getattr(self, step["do"].replace("-", "_"))
        try:
            lines = action(step)
        except sluice.SluiceError as error:
            lines = error_lines(error, step)
        for line in [lines] if isinstance(lines, str) else lines:
            print(f"{step['name']}: {line}", flush=True)

    def instance(self, name):
        return self.names[name] if name in self.names else int(name)

    def targets(self, step):
        instance = self.instance(step["instance"])
        return [v1.NodeTarget(instance_id=instance, node_name=node) for node in step["nodes"]]

    def options(self, step):
        return v1.ChangeOptions(
            request_id=step.get("request_id", ""),
            dry_run=step.get("dry_run", False),
            plan_token=self.names[step["plan"]] if "plan" in step else "",
        )

    # The daemon and its connection.

    def server_info(self, step):
        info = self.client.server.get_server_info(v1.GetServerInfoRequest())
        limit = next(limit for limit in info.limits if limit.name == step["limit"])
        return f"{'writable' if info.writable else 'full'}, {limit.name} {limit.value} {limit.unit}"

    def create_workspace(self, step):
        request = v1.CreateWorkspaceRequest(workspace=step["workspace"])
        return f"workspace {self.client.workspaces.create_workspace(request).workspace.name}"

    def unknown_method(self, step):
        method = sluice.Method(
            "sluice.v1.ServerService", "Nothing", v1.GetServerInfoRequest, v1.GetServerInfoResponse
        )
        self.client.channel.unary(method, v1.GetServerInfoRequest())
        return "answered"

    def connect_nowhere(self, step):
        self.connect(self.path + ".nothing")
        return "connected"

    def restart(self, step):
        subprocess.run([os.environ["SLUICE_RESTART"]], check=True)
        return "restarted"

    # Jobs.

    def submit(self, step):
        reply = self.client.jobs.submit_job(v1.SubmitJobRequest(source=step["source"]))
        changed = "changed" if reply.changed else "unchanged"
        return f"job {reply.job_name} version {reply.version} {changed}"

    def submit_oversized(self, step):
        return self.submit({"source": "x" * step["bytes"]})

    def validate(self, step):
        reply = self.client.jobs.validate_job(v1.ValidateJobRequest(source=step["source"]))
        return [f"{at.line}:{at.column} {at.path}: {at.message}" for at in reply.problems]

    def describe_job(self, step):
        definition = self.client.jobs.get_job(v1.GetJobRequest(job_name=step["job"])).definition
        labels = pairs(definition.labels)
        return f"job {definition.name}: {definition.description}; labels {labels}"

    # Instances.

    def run(self, step):
        request = v1.RunJobRequest(
            job_name=step["job"],
            params=key_values(step),
            plan_time=step.get("plan_time", 0),
            options=self.options(step),
        )
        reply = self.client.instances.run_job(request)
        if reply.result.dry_run:
            return change_lines(reply.result)
        self.names[step.get("as", "")] = reply.instance_id
        return f"instance {reply.instance_id}" + (" repeated" if reply.result.repeated else "")

    def run_many(self, step):
        for _ in range(step["count"]):
            self.run(step)
        return f"{step['count']} instances"

    def follow(self, step):
        statuses = []
        request = v1.WatchEventsRequest(instance_id=self.instance(step["instance"]))
        for event in self.client.watch(request):
            if event.type == v1.EVENT_TYPE_INSTANCE_STATUS:
                statuses = statuses or [INSTANCE_STATUSES[event.instance_from]]
                statuses.append(INSTANCE_STATUSES[event.instance_to])
                if sluice.is_final(event.instance_to):
                    return " ".join(statuses)

    def wait(self, step):
        details = self.client.wait(self.instance(step["instance"]))
        return INSTANCE_STATUSES[details.instance.status]

    def details(self, step):
        request = v1.GetInstanceRequest(instance_id=self.instance(step["instance"]))
        details = self.client.details(request)
        return [instance_line(details.instance)] + [node_line(node) for node in details.nodes]

    def wait_reason(self, step):
        request = v1.GetInstanceRequest(instance_id=self.instance(step["instance"]))
        instance = self.client.instances.get_instance(request).instance
        return f"{INSTANCE_STATUSES[instance.status]}, wait reason {instance.wait_reason}"

    def list(self, step):
        request = v1.ListInstancesRequest(job_glob=step["job"], page_size=step["page_size"])
        if step.get("one_page"):
            found = self.client.instances.list_instances(request).instances
        else:
            found = self.client.instances.all_instances(request)
        ids = [instance.instance_id for instance in found]
        once = "each once" if len(set(ids)) == len(ids) else "some twice"
        order = "newest first" if ids == sorted(ids, reverse=True) else "in disorder"
        return f"{len(ids)} instances, {once}, {order}"

    def retry(self, step):
        request = v1.RetryInstancesRequest(
            job_name=step["job"],
            retry_location=v1.RETRY_LOCATION_ERROR_NODE,
            retry_task_version=v1.RETRY_TASK_VERSION_ORIGINAL,
            task_retrys=[v1.TaskRetry(instance_id=self.instance(step["instance"]))],
            params=key_values(step),
        )
        return change_lines(self.client.instances.retry_instances(request).result)

    def stop(self, step):
        request = v1.StopInstancesRequest(
            instance_ids=[self.instance(name) for name in step["instances"]],
            skip_refused=step.get("skip_refused", False),
            options=self.options(step),
        )
        result = self.client.instances.stop_instances(request).result
        self.names[step.get("as", "")] = result.plan_token
        return change_lines(result)

    def set_nodes_success(self, step):
        request = v1.SetNodesSuccessRequest(nodes=self.targets(step))
        return change_lines(self.client.nodes.set_nodes_success(request).result)

    def pause_nodes(self, step):
        request = v1.PauseNodesRequest(nodes=self.targets(step))
        return change_lines(self.client.nodes.pause_nodes(request).result)

    # Events and logs.

    def wait_events(self, step):
        request = v1.WaitEventsRequest(after_seq=-1, wait_ms=step["wait_ms"])
        reply = self.client.events.wait_events(request, timeout=step["timeout_ms"] / 1_000)
        return f"{len(reply.events)} events"

    def cancel_stream(self, step):
        stream = self.client.events.watch_events(v1.WatchEventsRequest(after_seq=-1))
        stream.cancel()
        return f"{len(list(stream))} answers"

    def watch_across_restart(self, step):
        after = self.client.latest_event()
        request = v1.WatchEventsRequest(job_name=step["job"], after_seq=after)
        events = self.client.watch(request)
        first = self.run_to_end(step["job"], events)
        self.restart(step)
        second = self.run_to_end(step["job"], events)
        numbers = [after] + [event.seq for event in first + second]
        grows = all(one < other for one, other in zip(numbers, numbers[1:]))
        return [
            *(f"first {event_text(event)}" for event in first),
            *(f"second {event_text(event)}" for event in second),
            "numbers grow" if grows else "numbers do not grow",
        ]

    def run_to_end(self, job, events):
        self.client.instances.run_job(v1.RunJobRequest(job_name=job))
        seen = []
        for event in events:
            seen.append(event)
            if sluice.is_final(event.instance_to):
                return seen

    def follow_log(self, step):
        request = v1.FollowLogRequest(
            instance_id=self.instance(step["instance"]), node_name=step["node"]
        )
        timeout = step["timeout_ms"] / 1_000 if "timeout_ms" in step else None
        pieces = self.client.instances.follow_log(request, timeout=timeout)
        return sum_of(piece.data for piece in pieces)

    def read_log(self, step):
        return sum_of(self.log_pieces(step))

    def print_log(self, step):
        return b"".join(self.log_pieces(step)).decode().splitlines()

    def log_pieces(self, step):
        request = v1.ReadLogRequest(
            instance_id=self.instance(step["instance"]), node_name=step["node"]
        )
        while True:
            reply = self.client.instances.read_log(request)
            yield reply.data
            if reply.end:
                return
            request.offset = reply.next_offset


def error_lines(error, step):
    words = [error.code.name, error.error_code, error.reason, error.subject]
    lines = ["error " + ", ".join(word or "-" for word in words)]
    # Only the engine's own messages are the same in every language.
    return lines + (error.message.splitlines() if step.get("message") else [])


def key_values(step):
    return [v1.KeyValue(key=key, value=value) for key, value in step.get("params", {}).items()]


def pairs(entries):
    return " ".join(f"{entry.key}={entry.value}" for entry in entries) or "-"


def optional(message, field):
    """The value of a field that may be absent."""
    return getattr(message, field) if message.HasField(field) else "absent"


def presence(message, field):
    return "present" if message.HasField(field) else "absent"


def instance_line(instance):
    return (
        f"job {instance.job_name}, {INSTANCE_STATUSES[instance.status]}, run {instance.run}, "
        f"end_time {presence(instance, 'end_time')}, "
        f"execute_time {presence(instance, 'execute_time')}, "
        f"params {pairs(instance.params)}, labels {pairs(instance.labels)}"
    )


def node_line(node):
    return (
        f"node {node.node_name}, {NODE_STATUSES[node.status]}, attempt {node.attempt}, "
        f"end_time {presence(node, 'end_time')}, exit_code {optional(node, 'exit_code')}, "
        f"rows {optional(node, 'input_row_count')}, outputs {pairs(node.outputs)}, "
        f"reason {node.reason or '-'}"
    )


def change_lines(result):
    """What changed or would change, then what was left out."""
    lines = ["dry run"] if result.dry_run else []
    for change in result.instances:
        before = INSTANCE_STATUSES[getattr(change, "from")]
        nodes = ", ".join(node_change(node) for node in change.nodes)
        lines.append(
            f"instance {change.instance_id} {before} -> {INSTANCE_STATUSES[change.to]}: {nodes}"
        )
    return lines + [f"refused {item.instance_id}: {item.message}" for item in result.refused]


def node_change(node):
    before, after = NODE_STATUSES[getattr(node, "from")], NODE_STATUSES[node.to]
    return f"{node.node_name} {before} -> {after}" + (f" {node.effect}" if node.effect else "")


def event_text(event):
    if event.type == v1.EVENT_TYPE_INSTANCE_CREATED:
        return "instance created"
    if event.type == v1.EVENT_TYPE_NODE_STATUS:
        statuses, before, after = NODE_STATUSES, event.node_from, event.node_to
    else:
        statuses, before, after = INSTANCE_STATUSES, event.instance_from, event.instance_to
    return f"{event.node_name or 'instance'} {statuses[before]} -> {statuses[after]}"


def sum_of(pieces):
    size, checksum = 0, 0
    for piece in pieces:
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
    return f"{size} bytes, crc32 {checksum:08x}"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        steps = json.load(file)["steps"]
    connect = Awaited.connect if sys.argv[3:] == ["--asyncio"] else sluice.Sluice.connect
    transcript = Transcript(sys.argv[2], connect)
    for step in steps:
        transcript.execute(step)


main()
