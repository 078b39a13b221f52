/// What a batch says to the database. Columns stand in the order in which `RecordWriter` binds
/// them.
enum Sentence: Int, CaseIterable {
    case insertNode
    case updateNode
    case attempt
    case output
    case attemptCode
    case event
    case insertInstance
    case updateInstance
    case label
    case run
    case dependency
    case forgetDependencies
    case attribute
    case workspace
    case workspaceID
    case environment
    case job
    case jobVersion
    case planning
    case skippedCycles
    case usedEvent
    case forgottenEvent
    case pool
    case deletePool
    case grant
    case deleteGrant
    case backfill
    case backfillItem
    case callItem
    case forgetCallItems
    case notification
    case deleteJob
    case object
    case objectVersion
    case deleteObject
    case copiedObjectVersion
    case objectOrigin
    case resource
    case forgetResources
    case jobOrigin
    case developedJob
    case copiedVersion
    case publishItem
    case publication
    case visitedModule
    case operation
    case answer
    case counters
    case probe

    var sql: String {
        switch self {
        case .insertNode:
            """
            REPLACE INTO node (
                instance_id, ordinal, status, detail, attempt, retries, ran_in_this_run, retry_at,
                name, reason, flags, removed_upstreams, since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .updateNode:
            """
            UPDATE node
            SET status = ?, detail = ?, attempt = ?, retries = ?, ran_in_this_run = ?, retry_at = ?,
                reason = ?, flags = ?, removed_upstreams = ?, since = ?
            WHERE instance_id = ? AND ordinal = ?
            """
        case .attempt:
            """
            REPLACE INTO attempt (
                instance_id, ordinal, number, run, start_time, has_process, outcome, end_time,
                milliseconds, exit_code, signal, row_total, log_bytes, log_bytes_dropped,
                outcome_text, incarnation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .output:
            """
            REPLACE INTO output (instance_id, ordinal, number, pairs) VALUES (?, ?, ?, ?)
            """
        case .attemptCode:
            """
            REPLACE INTO attempt_code (instance_id, ordinal, number, command, script)
            VALUES (?, ?, ?, ?, ?)
            """
        case .event:
            """
            REPLACE INTO event (
                seq, time, type, instance_id, ordinal, attempt, from_status, to_status, job_id,
                version, reason, workspace_id, environment)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .insertInstance:
            """
            REPLACE INTO instance (
                id, workspace_id, environment, job_id, type, plan_time, submit_time, user, labels,
                parent_id, parent_node, event_data, version, status, stage, run, start_time,
                end_time, milliseconds, first_ordinal, ignore_success, force_success, waiting,
                running, success, fail, skip, pause, manual_stop, is_paused, is_preferred,
                needs_confirmation, wait_reason, reason, overrides, params, awaited_file,
                awaited_since, alerts_told, environment_params, environment_connections)
            VALUES (
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .updateInstance:
            """
            UPDATE instance
            SET version = ?, status = ?, stage = ?, run = ?, start_time = ?, end_time = ?,
                milliseconds = ?, first_ordinal = ?, ignore_success = ?, force_success = ?,
                waiting = ?, running = ?, success = ?, fail = ?, skip = ?, pause = ?,
                manual_stop = ?, is_paused = ?, is_preferred = ?, needs_confirmation = ?,
                wait_reason = ?, reason = ?, overrides = ?, params = ?, awaited_file = ?,
                awaited_since = ?, alerts_told = ?, environment_params = ?,
                environment_connections = ?
            WHERE id = ?
            """
        case .label:
            """
            REPLACE INTO instance_label (instance_id, name, value) VALUES (?, ?, ?)
            """
        case .run:
            """
            REPLACE INTO run (
                instance_id, number, start_time, end_time, milliseconds, status, version, cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .dependency:
            """
            REPLACE INTO dependency (
                instance_id, position, job_id, job_name, plan_time, fail_policy, is_dropped)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .forgetDependencies:
            "DELETE FROM dependency WHERE instance_id = ?"
        case .attribute:
            """
            INSERT INTO attribute (instance_id, ordinal, kind, detail, time, user, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .workspace:
            """
            INSERT INTO workspace (
                name, description, create_time, mode, slots, waiting_follows_latest,
                publisher_differs, max_jobs, max_nodes_per_job, max_files)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE
            SET description = excluded.description, create_time = excluded.create_time,
                mode = excluded.mode, slots = excluded.slots,
                waiting_follows_latest = excluded.waiting_follows_latest,
                publisher_differs = excluded.publisher_differs, max_jobs = excluded.max_jobs,
                max_nodes_per_job = excluded.max_nodes_per_job, max_files = excluded.max_files
            """
        case .workspaceID:
            "SELECT id FROM workspace WHERE name = ?"
        case .environment:
            """
            REPLACE INTO environment (workspace_id, environment, params, connections)
            VALUES (?, ?, ?, ?)
            """
        case .job:
            """
            INSERT INTO job (
                id, workspace_id, environment, name, latest_version, depend_jobs, called_jobs,
                schedule, event_source, resources)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET latest_version = excluded.latest_version, depend_jobs = excluded.depend_jobs,
                called_jobs = excluded.called_jobs, schedule = excluded.schedule,
                event_source = excluded.event_source, resources = excluded.resources
            """
        case .jobVersion:
            """
            REPLACE INTO job_version (
                job_id, version, time, user, comment, node_total, labels, description, definition,
                source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .jobOrigin:
            "UPDATE job SET origin_id = ? WHERE id = ?"
        case .developedJob:
            """
            REPLACE INTO job (
                id, workspace_id, environment, name, latest_version, depend_jobs, called_jobs,
                schedule, event_source, resources, is_enabled, is_paused, planned_until)
            SELECT ?, workspace_id, ?, name, latest_version, depend_jobs, called_jobs, schedule,
                event_source, resources, is_enabled, is_paused, planned_until
            FROM job WHERE id = ?
            """
        case .copiedVersion:
            """
            INSERT OR IGNORE INTO job_version (
                job_id, version, time, user, comment, node_total, labels, description, definition,
                source)
            SELECT ?, version, time, user, comment, node_total, labels, description, definition,
                source
            FROM job_version WHERE job_id = ? AND version = ?
            """
        case .publishItem:
            """
            REPLACE INTO publish_item (
                id, workspace_id, is_file, object_id, name, kind, module, version, change,
                submitter_uid, submitter, time, comment, state, successor, closed_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .publication:
            """
            REPLACE INTO publication (
                id, workspace_id, item_id, is_file, object_id, object_name, name, kind, module,
                version, change, status, publisher_uid, publisher, time, comment, submitter,
                submit_time, submit_comment, former_version, error, detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .visitedModule:
            "REPLACE INTO visited_module (uid, workspace_id, module) VALUES (?, ?, ?)"
        case .planning:
            "UPDATE job SET is_enabled = ?, is_paused = ?, planned_until = ? WHERE id = ?"
        case .skippedCycles:
            """
            INSERT INTO skipped_cycles (job_id, first_time, last_time, count, cause, reason, time)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .usedEvent:
            "REPLACE INTO used_event (job_id, key, instance_id, time) VALUES (?, ?, ?, ?)"
        case .forgottenEvent:
            "DELETE FROM used_event WHERE job_id = ? AND key = ?"
        case .pool:
            "REPLACE INTO pool (name, slots) VALUES (?, ?)"
        case .deletePool:
            "DELETE FROM pool WHERE name = ?"
        case .grant:
            """
            REPLACE INTO role_grant (workspace, kind, id, role, user, time)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        case .deleteGrant:
            "DELETE FROM role_grant WHERE workspace = ? AND kind = ? AND id = ?"
        case .backfill:
            """
            INSERT INTO backfill (
                id, kind, workspace_id, environment, job_name, user, reason, create_time, parallel,
                stops_on_failure, params, location, is_current_version, listens, state, why,
                end_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET state = excluded.state, why = excluded.why, end_time = excluded.end_time
            """
        case .backfillItem:
            """
            REPLACE INTO backfill_item (
                backfill_id, position, job_id, workspace_id, environment, job_name, plan_time,
                instance_id, is_retry, state, reason, links)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .callItem:
            """
            REPLACE INTO call_item (
                instance_id, ordinal, position, element, called_id, state, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .forgetCallItems:
            "DELETE FROM call_item WHERE instance_id = ? AND ordinal = ?"
        case .notification:
            """
            INSERT INTO notification (
                id, workspace_id, environment, job_name, instance_id, version, run, occasion,
                status, plan_time, start_time, run_end_time, milliseconds, reason, failed_nodes,
                failed_total, is_webhook, command, url, headers, timeout, retry_times, create_time,
                state, tries, error, next_time, end_time)
            VALUES (
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET state = excluded.state, tries = excluded.tries, error = excluded.error,
                next_time = excluded.next_time, end_time = excluded.end_time
            """
        case .deleteJob:
            "UPDATE job SET delete_time = ? WHERE id = ?"
        case .object:
            """
            INSERT INTO object (
                id, workspace_id, environment, name, kind, module, latest_version, digest,
                origin_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
            SET kind = excluded.kind, module = excluded.module,
                latest_version = excluded.latest_version, digest = excluded.digest,
                origin_id = excluded.origin_id
            """
        case .objectVersion:
            """
            REPLACE INTO object_version (
                object_id, version, kind, module, time, user, comment, digest, bytes, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .copiedObjectVersion:
            """
            INSERT OR IGNORE INTO object_version (
                object_id, version, kind, module, time, user, comment, digest, bytes, content)
            SELECT ?, version, kind, module, time, user, comment, digest, bytes, content
            FROM object_version WHERE object_id = ? AND version = ?
            """
        case .objectOrigin:
            "UPDATE object SET origin_id = ? WHERE id = ?"
        case .deleteObject:
            "UPDATE object SET delete_time = ? WHERE id = ?"
        case .resource:
            """
            REPLACE INTO instance_resource (instance_id, name, object_id, version)
            VALUES (?, ?, ?, ?)
            """
        case .forgetResources:
            "DELETE FROM instance_resource WHERE instance_id = ?"
        case .operation:
            """
            INSERT INTO operation (
                time, uid, gid, pid, user, program, operation, workspace, environment, job_name,
                instance_id, node_name, from_status, to_status, effect, after_seq, detail, reason,
                refusal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .answer:
            """
            REPLACE INTO answer (uid, request_id, digest, time, response) VALUES (?, ?, ?, ?, ?)
            """
        case .counters:
            """
            UPDATE counter
            SET job = ?, instance = ?, event = ?, backfill = ?, notification = ?, object = ?,
                item = ?, publish = ?
            WHERE id = 1
            """
        case .probe:
            // A page is written only if something in it changes: it is done twice.
            "UPDATE counter SET event = -event WHERE id = 1"
        }
    }
}
