BEGIN TRANSACTION;
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
INSERT INTO "attempt" VALUES(1,0,1,1,1700000000005,1,1,1700000000010,2000,0,0,500,10,0,NULL,NULL);
INSERT INTO "attempt" VALUES(1,1,1,1,1700000000010,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'boot-1/100');
INSERT INTO "attempt" VALUES(2,0,1,1,1700000000001,1,1,1700000000004,3,0,0,NULL,0,0,NULL,NULL);
CREATE TABLE attempt_code (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    command BLOB NOT NULL,
    script TEXT NOT NULL,
    PRIMARY KEY (instance_id, ordinal, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "attempt_code" VALUES(1,1,1,X'','load monday');
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
INSERT INTO "attribute" VALUES(1,1,NULL,'confirmed','',1700000000004,'ada','checked');
INSERT INTO "attribute" VALUES(2,1,2,'upstream-removed','load',1700000000006,'ada','not needed');
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
INSERT INTO "backfill" VALUES(1,1,1,1,'nightly','ada','data came late',1700000000000,2,1,X'03646179066D6F6E646179','firstNode',1,2,'by hand',NULL,1);
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
INSERT INTO "backfill_item" VALUES(1,0,2,1,1,'import',1700000000005,2,0,3,'','');
INSERT INTO "backfill_item" VALUES(1,1,1,1,1,'nightly',1700000000005,1,0,2,'','0:1');
INSERT INTO "backfill_item" VALUES(1,2,1,1,1,'nightly',1700013600000,NULL,0,1,'','1:3');
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
INSERT INTO "counter" VALUES(1,3,3,10,2,1,2,3,2);
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
INSERT INTO "dependency" VALUES(1,0,2,'import',1700000000005,3,0);
CREATE TABLE environment (
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    params BLOB NOT NULL,
    connections BLOB NOT NULL,
    PRIMARY KEY (workspace_id, environment)
) STRICT, WITHOUT ROWID;
INSERT INTO "environment" VALUES(2,2,X'036461790774756573646179',X'0573616C65731473716C6974653A2F7372762F6465763A312E6462');
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
INSERT INTO "event" VALUES(1,1700000000000,1,NULL,NULL,NULL,NULL,NULL,1,1,NULL,NULL,NULL);
INSERT INTO "event" VALUES(2,1700000000005,3,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(3,1700000000005,4,1,NULL,NULL,1,2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(4,1700000000005,5,1,0,1,1,2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(5,1700000000010,5,1,0,1,2,3,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(6,1700000000010,5,1,1,1,1,2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(7,1700000000006,6,1,2,NULL,NULL,NULL,NULL,NULL,'remove-upstream',NULL,NULL);
INSERT INTO "event" VALUES(8,1700000000006,6,1,2,NULL,NULL,NULL,NULL,NULL,'pause',NULL,NULL);
INSERT INTO "event" VALUES(9,1700000000006,6,1,NULL,NULL,NULL,NULL,NULL,NULL,'pause',NULL,NULL);
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
, is_paused INTEGER NOT NULL DEFAULT 0, is_preferred INTEGER NOT NULL DEFAULT 0, needs_confirmation INTEGER NOT NULL DEFAULT 0, wait_reason INTEGER, parent_id INTEGER, parent_node TEXT, event_data TEXT, awaited_file TEXT, awaited_since INTEGER, alerts_told INTEGER NOT NULL DEFAULT 0, environment_params BLOB NOT NULL DEFAULT x'', environment_connections BLOB NOT NULL DEFAULT x'') STRICT;
INSERT INTO "instance" VALUES(1,1,1,1,1,2,1700000000005,1700000000005,2,2,1,1700000000005,NULL,NULL,0,0,0,0,1,1,0,0,1,0,'ada','',X'047465616D0573616C6573046B696E640474657374',X'',X'03646179066D6F6E646179',1,1,0,NULL,NULL,NULL,'order 1',NULL,NULL,0,X'03646179066D6F6E646179',X'0573616C65731473716C6974653A2F7372762F73616C65732E6462');
INSERT INTO "instance" VALUES(2,1,1,2,1,2,1700000000005,1700000000005,3,5,1,1700000000001,1700000000004,3,0,0,0,0,0,1,0,0,0,0,'ada','',X'',X'',X'',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0,X'',X'');
CREATE TABLE instance_label (
    instance_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (instance_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "instance_label" VALUES(1,'kind','test');
INSERT INTO "instance_label" VALUES(1,'team','sales');
CREATE TABLE instance_resource (
    instance_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    object_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (instance_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "instance_resource" VALUES(1,'shops.csv',1,1);
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    workspace_id INTEGER NOT NULL,
    environment INTEGER NOT NULL,
    name TEXT NOT NULL,
    latest_version INTEGER NOT NULL,
    delete_time INTEGER
, depend_jobs TEXT NOT NULL DEFAULT '', schedule BLOB, is_enabled INTEGER NOT NULL DEFAULT 1, is_paused INTEGER NOT NULL DEFAULT 0, planned_until INTEGER NOT NULL DEFAULT 0, called_jobs TEXT NOT NULL DEFAULT '', event_source BLOB, resources TEXT NOT NULL DEFAULT '', origin_id INTEGER) STRICT;
INSERT INTO "job" VALUES(1,1,1,'nightly',1,NULL,'import',X'0A0B3020302032202A202A203F120355544338034007',0,1,1699927200000,'',NULL,'shops.csv',NULL);
INSERT INTO "job" VALUES(2,1,1,'import',1,NULL,'',NULL,1,0,0,'',X'0803','',NULL);
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
INSERT INTO "job_version" VALUES(1,1,1700000000000,'ada','why',3,X'047465616D0573616C6573','about nightly',X'0A076E696768746C79120D61626F7574206E696768746C791A0D0A0364617912066D6F6E6461793A0D0A047465616D120573616C657352260A076578747261637412055368656C6C22047472756548C0A9075880B8992968017080DDDB01522C0A046C6F616412055368656C6C1A076578747261637422047472756548C0A9075880B8992968017080DDDB01522B0A067265706F727412055368656C6C1A046C6F616422047472756548C0A9075880B8992968017080DDDB015A0A0A06696D706F7274100360016A160A0B3020302032202A202A203F120355544338034007','name: nightly
');
INSERT INTO "job_version" VALUES(2,1,1700000000000,'ada','why',1,X'','about import',X'0A06696D706F727452130A0470756C6C12055368656C6C220474727565','name: import
');
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
INSERT INTO "node" VALUES(1,0,3,0,1,0,1,NULL,'extract','',2,'',0);
INSERT INTO "node" VALUES(1,1,2,0,1,0,1,NULL,'load','',0,'',0);
INSERT INTO "node" VALUES(1,2,1,5,0,0,0,NULL,'report','',1,'load',0);
INSERT INTO "node" VALUES(2,0,3,0,1,0,1,NULL,'pull','',0,'',0);
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
INSERT INTO "object" VALUES(1,1,1,'shops.csv',4,1,2,'digest of the second',NULL,NULL);
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
INSERT INTO "object_version" VALUES(1,1,4,1,1700000000000,'ada','','digest of the first',3,X'6F6E65');
INSERT INTO "object_version" VALUES(1,2,4,1,1700000000001,'ada','more','digest of the second',3,X'74776F');
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
INSERT INTO "operation" VALUES(1,1700000000006,1000,1000,42,'ada','remove-upstream','default',1,'nightly',1,'waiting','waiting','load','not needed','','report','no longer waits for load',6,'sluice');
CREATE TABLE output (
    instance_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    number INTEGER NOT NULL,
    pairs BLOB NOT NULL,
    PRIMARY KEY (instance_id, ordinal, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "output" VALUES(1,0,1,X'0466696C6505612E637376');
CREATE TABLE pool (
    name TEXT PRIMARY KEY,
    slots INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "pool" VALUES('gpu',2);
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
INSERT INTO "publication" VALUES(1,2,1,0,7,'load','load version 1',2,3,1,1,1,1000,'ada',1700000000002,'go','ada',1700000000000,'first',0,'name: taken',X'');
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
INSERT INTO "publish_item" VALUES(1,2,0,7,'load',2,3,1,1,1000,'ada',1700000000000,'first',2,2,'');
INSERT INTO "publish_item" VALUES(2,2,0,7,'load',2,3,2,2,1000,'ada',1700000000001,'second',1,NULL,'');
CREATE TABLE role_grant (
    workspace TEXT NOT NULL,
    kind INTEGER NOT NULL,
    id INTEGER NOT NULL,
    role INTEGER NOT NULL,
    user TEXT NOT NULL,
    time INTEGER NOT NULL,
    PRIMARY KEY (workspace, kind, id)
) STRICT, WITHOUT ROWID;
INSERT INTO "role_grant" VALUES('*',1,50,1,'root',1700000000000);
INSERT INTO "role_grant" VALUES('default',0,1000,3,'ada',1700000000001);
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
INSERT INTO "run" VALUES(1,1,1700000000005,NULL,NULL,2,1,'run');
INSERT INTO "run" VALUES(2,1,1700000000001,1700000000004,3,3,1,'run');
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
INSERT INTO "skipped_cycles" VALUES(1,1,1699754400000,1699840800000,2,'missed','the daemon did not run',1699927200000);
CREATE TABLE used_event (
    job_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    instance_id INTEGER,
    time INTEGER NOT NULL,
    PRIMARY KEY (job_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO "used_event" VALUES(2,'call:order-1',2,1700000000000);
CREATE TABLE visited_module (
    uid INTEGER NOT NULL,
    workspace_id INTEGER NOT NULL,
    module INTEGER NOT NULL,
    PRIMARY KEY (uid, workspace_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "visited_module" VALUES(1000,2,3);
CREATE TABLE workspace (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    create_time INTEGER NOT NULL
, mode INTEGER NOT NULL DEFAULT 1, slots INTEGER NOT NULL DEFAULT 0, waiting_follows_latest INTEGER NOT NULL DEFAULT 0, publisher_differs INTEGER NOT NULL DEFAULT 0, max_jobs INTEGER NOT NULL DEFAULT 10000, max_nodes_per_job INTEGER NOT NULL DEFAULT 0, max_files INTEGER NOT NULL DEFAULT 10000) STRICT;
INSERT INTO "workspace" VALUES(1,'default','',0,1,0,0,0,10000,0,10000);
INSERT INTO "workspace" VALUES(2,'sales','two environments',1700000000000,2,4,1,1,5,20,7);
CREATE UNIQUE INDEX job_name ON job (workspace_id, environment, name)
WHERE delete_time IS NULL;
CREATE INDEX instance_newest ON instance (workspace_id, environment);
CREATE INDEX instance_of_job ON instance (job_id);
CREATE INDEX instance_triple ON instance (job_id, plan_time, submit_time);
CREATE INDEX instance_live ON instance (id) WHERE stage <> 5;
CREATE INDEX instance_ended ON instance (end_time) WHERE stage = 5;
CREATE INDEX operation_of_instance ON operation (instance_id);
CREATE INDEX answer_time ON answer (time);
CREATE INDEX attribute_of_instance ON attribute (instance_id);
CREATE INDEX dependency_of_cycle ON dependency (job_id, plan_time);
CREATE INDEX skipped_cycles_of_job ON skipped_cycles (job_id);
CREATE INDEX backfill_newest ON backfill (workspace_id, environment);
CREATE INDEX backfill_live ON backfill (id) WHERE state < 3;
CREATE INDEX instance_planned ON instance (job_id, plan_time);
CREATE INDEX instance_of_parent ON instance (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX notification_newest ON notification (workspace_id, environment);
CREATE INDEX notification_of_instance ON notification (instance_id);
CREATE INDEX notification_pending ON notification (id) WHERE state = 1;
CREATE INDEX notification_ended ON notification (end_time) WHERE state <> 1;
CREATE UNIQUE INDEX object_name ON object (workspace_id, environment, name)
WHERE delete_time IS NULL;
CREATE INDEX resource_use ON instance_resource (object_id, version);
CREATE INDEX publish_item_pending ON publish_item (workspace_id, module) WHERE state = 1;
CREATE INDEX publish_item_closed ON publish_item (time) WHERE state <> 1;
CREATE INDEX publication_newest ON publication (workspace_id, module);
CREATE INDEX publication_of_object ON publication (workspace_id, object_name);
COMMIT;
PRAGMA user_version = 14;
