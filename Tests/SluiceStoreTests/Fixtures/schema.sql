CREATE TABLE answer (
    uid INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    digest INTEGER NOT NULL,
    time INTEGER NOT NULL,
    response BLOB NOT NULL,
    UNIQUE (uid, request_id)
) STRICT;

CREATE TABLE attempt (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    run INTEGER NOT NULL,
    start_time INTEGER NOT NULL,
    has_process INTEGER NOT NULL,
    outcome INTEGER,
    end_time INTEGER,
    milliseconds INTEGER,
    exit_code INTEGER,
    signal INTEGER,
    row_total INTEGER,
    log_bytes INTEGER,
    log_bytes_dropped INTEGER,
    outcome_text TEXT,
    incarnation TEXT,
    PRIMARY KEY (instance_id, ordinal, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt_code (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    command BLOB NOT NULL,
    script TEXT NOT NULL,
    PRIMARY KEY (instance_id, ordinal, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    instance_id INTEGER NOT NULL,
    ordinal INTEGER,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    time INTEGER NOT NULL,
    user TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE backfill (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    user TEXT NOT NULL,
    reason TEXT NOT NULL,
    create_time INTEGER NOT NULL,
    parallel INTEGER NOT NULL,
    stops_on_failure INTEGER NOT NULL,
    params BLOB NOT NULL,
    location TEXT NOT NULL,
    is_current_version INTEGER NOT NULL,
    state INTEGER NOT NULL,
    why TEXT NOT NULL,
    end_time INTEGER
, listens INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE backfill_item (
    backfill_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    plan_time INTEGER NOT NULL,
    instance_id INTEGER,
    is_retry INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reason TEXT NOT NULL,
    links TEXT NOT NULL,
    PRIMARY KEY (backfill_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE call_item (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    position INTEGER NOT NULL,
    element TEXT NOT NULL,
    called_id INTEGER,
    state INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (instance_id, ordinal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    job INTEGER NOT NULL,
    instance INTEGER NOT NULL,
    event INTEGER NOT NULL
, backfill INTEGER NOT NULL DEFAULT 1, notification INTEGER NOT NULL DEFAULT 1, object INTEGER NOT NULL DEFAULT 1, item INTEGER NOT NULL DEFAULT 1, publish INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE dependency (
    instance_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    plan_time INTEGER NOT NULL,
    fail_policy INTEGER NOT NULL,
    is_dropped INTEGER NOT NULL,
    PRIMARY KEY (instance_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE environment (
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    params BLOB NOT NULL,
    connections BLOB NOT NULL,
    PRIMARY KEY (workspace_id, environment)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    type INTEGER NOT NULL,
    instance_id INTEGER,
    ordinal INTEGER,
    attempt INTEGER,
    from_status INTEGER,
    to_status INTEGER,
    job_id INTEGER,
    version INTEGER,
    reason TEXT
, workspace_id INTEGER, environment INTEGER) STRICT;

CREATE TABLE instance (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    job_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    type INTEGER NOT NULL,
    plan_time INTEGER NOT NULL,
    submit_time INTEGER NOT NULL,
    status INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    run INTEGER NOT NULL,
    start_time INTEGER,
    end_time INTEGER,
    milliseconds INTEGER,
    first_ordinal INTEGER NOT NULL,
    ignore_success INTEGER NOT NULL,
    force_success INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    running INTEGER NOT NULL,
    success INTEGER NOT NULL,
    fail INTEGER NOT NULL,
    skip INTEGER NOT NULL,
    pause INTEGER NOT NULL,
    manual_stop INTEGER NOT NULL,
    user TEXT NOT NULL,
    reason TEXT NOT NULL,
    labels BLOB NOT NULL,
    overrides BLOB NOT NULL,
    params BLOB NOT NULL
, is_paused INTEGER NOT NULL DEFAULT 0, is_preferred INTEGER NOT NULL DEFAULT 0, needs_confirmation INTEGER NOT NULL DEFAULT 0, wait_reason INTEGER, parent_id INTEGER, parent_node TEXT, alerts_told INTEGER NOT NULL DEFAULT 0, event_data TEXT, awaited_file TEXT, awaited_since INTEGER, environment_params BLOB NOT NULL DEFAULT x'', environment_connections BLOB NOT NULL DEFAULT x'') STRICT;

CREATE TABLE instance_label (
    instance_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (instance_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE instance_resource (
    instance_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    object_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (instance_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    name TEXT NOT NULL,
    latest_version INTEGER NOT NULL,
    delete_time INTEGER
, depend_jobs TEXT NOT NULL DEFAULT '', schedule BLOB, is_enabled INTEGER NOT NULL DEFAULT 1, is_paused INTEGER NOT NULL DEFAULT 0, planned_until INTEGER NOT NULL DEFAULT 0, called_jobs TEXT NOT NULL DEFAULT '', event_source BLOB, resources TEXT NOT NULL DEFAULT '', origin_id INTEGER) STRICT;

CREATE TABLE job_version (
    job_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    time INTEGER NOT NULL,
    user TEXT NOT NULL,
    comment TEXT NOT NULL,
    node_total INTEGER NOT NULL,
    labels BLOB NOT NULL,
    description TEXT NOT NULL,
    definition BLOB NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (job_id, version)
) STRICT;

CREATE TABLE node (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    status INTEGER NOT NULL,
    detail INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    ran_in_this_run INTEGER NOT NULL,
    retry_at INTEGER,
    name TEXT NOT NULL,
    reason TEXT NOT NULL, flags INTEGER NOT NULL DEFAULT 0, removed_upstreams TEXT NOT NULL DEFAULT '', since INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (instance_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    instance_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    run INTEGER NOT NULL,
    occasion INTEGER NOT NULL,
    status INTEGER NOT NULL,
    plan_time INTEGER NOT NULL,
    start_time INTEGER,
    run_end_time INTEGER,
    milliseconds INTEGER,
    reason TEXT NOT NULL,
    failed_nodes BLOB NOT NULL,
    failed_total INTEGER NOT NULL,
    is_webhook INTEGER NOT NULL,
    command BLOB NOT NULL,
    url TEXT NOT NULL,
    headers BLOB NOT NULL,
    timeout INTEGER NOT NULL,
    retry_times INTEGER NOT NULL,
    create_time INTEGER NOT NULL,
    state INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    error TEXT NOT NULL,
    next_time INTEGER,
    end_time INTEGER
) STRICT;

CREATE TABLE object (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    module INTEGER NOT NULL,
    latest_version INTEGER NOT NULL,
    digest TEXT NOT NULL,
    origin_id INTEGER,
    delete_time INTEGER
) STRICT;

CREATE TABLE object_version (
    object_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    module INTEGER NOT NULL,
    time INTEGER NOT NULL,
    user TEXT NOT NULL,
    comment TEXT NOT NULL,
    digest TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (object_id, version)
) STRICT;

CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    gid INTEGER NOT NULL,
    pid INTEGER NOT NULL,
    user TEXT NOT NULL,
    operation TEXT NOT NULL,
    workspace TEXT NOT NULL,
    environment INTEGER NOT NULL,
    job_name TEXT NOT NULL,
    instance_id INTEGER,
    from_status TEXT NOT NULL,
    to_status TEXT NOT NULL,
    detail TEXT NOT NULL,
    reason TEXT NOT NULL,
    refusal TEXT NOT NULL
, node_name TEXT NOT NULL DEFAULT '', effect TEXT NOT NULL DEFAULT '', after_seq INTEGER NOT NULL DEFAULT 0, program TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE output (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    pairs BLOB NOT NULL,
    PRIMARY KEY (instance_id, ordinal, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE pool (
    name TEXT PRIMARY KEY,
    slots INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL,
    is_file INTEGER NOT NULL,
    object_id INTEGER NOT NULL,
    object_name TEXT NOT NULL,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    module INTEGER NOT NULL,
    version INTEGER NOT NULL,
    change INTEGER NOT NULL,
    status INTEGER NOT NULL,
    publisher_uid INTEGER NOT NULL,
    publisher TEXT NOT NULL,
    time INTEGER NOT NULL,
    comment TEXT NOT NULL,
    submitter TEXT NOT NULL,
    submit_time INTEGER NOT NULL,
    submit_comment TEXT NOT NULL,
    former_version INTEGER NOT NULL,
    error TEXT NOT NULL,
    detail BLOB NOT NULL
) STRICT;

CREATE TABLE publish_item (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    is_file INTEGER NOT NULL,
    object_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind INTEGER NOT NULL,
    module INTEGER NOT NULL,
    version INTEGER NOT NULL,
    change INTEGER NOT NULL,
    submitter_uid INTEGER NOT NULL,
    submitter TEXT NOT NULL,
    time INTEGER NOT NULL,
    comment TEXT NOT NULL,
    state INTEGER NOT NULL,
    successor INTEGER,
    closed_by TEXT NOT NULL
) STRICT;

CREATE TABLE role_grant (
    workspace TEXT NOT NULL,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    role INTEGER NOT NULL,
    user TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (workspace, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    instance_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    start_time INTEGER,
    end_time INTEGER,
    milliseconds INTEGER,
    status INTEGER NOT NULL,
    version INTEGER NOT NULL,
    cause TEXT NOT NULL,
    PRIMARY KEY (instance_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped_cycles (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL,
    first_time INTEGER NOT NULL,
    last_time INTEGER NOT NULL,
    count INTEGER,
    cause TEXT NOT NULL,
    reason TEXT NOT NULL,
    time INTEGER NOT NULL
) STRICT;

CREATE TABLE used_event (
    job_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    instance_id INTEGER,
    time INTEGER NOT NULL,
    PRIMARY KEY (job_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE visited_module (
    uid INTEGER NOT NULL,
    workspace_id INTEGER NOT NULL,
    module INTEGER NOT NULL,
    PRIMARY KEY (uid, workspace_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE workspace (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    create_time INTEGER NOT NULL
, mode INTEGER NOT NULL DEFAULT 1, slots INTEGER NOT NULL DEFAULT 0, waiting_follows_latest INTEGER NOT NULL DEFAULT 0, publisher_differs INTEGER NOT NULL DEFAULT 0, max_jobs INTEGER NOT NULL DEFAULT 10000, max_nodes_per_job INTEGER NOT NULL DEFAULT 0, max_files INTEGER NOT NULL DEFAULT 10000) STRICT;

CREATE INDEX answer_time ON answer (time);

CREATE INDEX attribute_of_instance ON attribute (instance_id);

CREATE INDEX backfill_live ON backfill (id) WHERE state < 3;

CREATE INDEX backfill_newest ON backfill (workspace_id, environment);

CREATE INDEX dependency_of_cycle ON dependency (job_id, plan_time);

CREATE INDEX instance_ended ON instance (end_time) WHERE stage = 5;

CREATE INDEX instance_live ON instance (id) WHERE stage <> 5;

CREATE INDEX instance_newest ON instance (workspace_id, environment);

CREATE INDEX instance_of_job ON instance (job_id);

CREATE INDEX instance_of_parent ON instance (parent_id) WHERE parent_id IS NOT NULL;

CREATE INDEX instance_planned ON instance (job_id, plan_time);

CREATE INDEX instance_triple ON instance (job_id, plan_time, submit_time);

CREATE UNIQUE INDEX job_name ON job (workspace_id, environment, name)
WHERE delete_time IS NULL;

CREATE INDEX notification_ended ON notification (end_time) WHERE state <> 1;

CREATE INDEX notification_newest ON notification (workspace_id, environment);

CREATE INDEX notification_of_instance ON notification (instance_id);

CREATE INDEX notification_pending ON notification (id) WHERE state = 1;

CREATE UNIQUE INDEX object_name ON object (workspace_id, environment, name)
WHERE delete_time IS NULL;

CREATE INDEX operation_of_instance ON operation (instance_id);

CREATE INDEX publication_newest ON publication (workspace_id, module);

CREATE INDEX publication_of_object ON publication (workspace_id, object_name);

CREATE INDEX publish_item_closed ON publish_item (time) WHERE state <> 1;

CREATE INDEX publish_item_pending ON publish_item (workspace_id, module) WHERE state = 1;

CREATE INDEX resource_use ON instance_resource (object_id, version);

CREATE INDEX skipped_cycles_of_job ON skipped_cycles (job_id);
