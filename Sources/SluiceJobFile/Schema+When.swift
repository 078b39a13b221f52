extension JobFile {
    /// Of the schema: when a job runs, and what it waits for.
    static let whenDefinitions = #"""
            "dependency": {
              "type": "object",
              "additionalProperties": false,
              "required": ["job"],
              "properties": {
                "job": {"$ref": "#/$defs/name", "description": "Name of the job."},
                "workspace": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "Its workspace. Default: the same."
                },
                "period": {
                  "enum": ["same", "previous", null],
                  "default": "same",
                  "description": "Which of its runs are waited for: those of the same cycle, or of the cycle before."
                },
                "onFailure": {
                  "enum": ["fail", "ignore", "suspend", null],
                  "default": "fail",
                  "description": "What a failure of it means. fail: the run that waits is cancelled. ignore: it goes on. suspend: it waits until the other one is a success."
                }
              }
            },
            "schedule": {
              "type": "object",
              "additionalProperties": false,
              "required": ["cron"],
              "properties": {
                "cron": {
                  "type": "string",
                  "maxLength": 512,
                  "description": "Six fields, second (0), minute, hour, day, month and week (1-7, Sunday is 1), or the five of cron(5).",
                  "examples": ["0 0 2 * * ?", "0 30 8 ? * MON-FRI", "*/15 * * * *", "@daily"]
                },
                "timeZone": {
                  "type": ["string", "null"],
                  "description": "Zone that the fields are meant in: an IANA name, or an offset. Default: the machine's.",
                  "examples": ["Europe/Berlin", "GMT+8", "UTC"]
                },
                "start": {
                  "$ref": "#/$defs/instant",
                  "description": "The first instant at which it may fire. Default: ever since."
                },
                "end": {
                  "$ref": "#/$defs/instant",
                  "description": "The last instant at which it may fire. Default: for ever."
                },
                "calendar": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "Name of a calendar of working days. Default: every day is one.",
                  "examples": ["germany"]
                },
                "calendarRule": {
                  "enum": ["only", "next", "previous", "count", null],
                  "default": "only",
                  "description": "What the calendar means. only: it does not fire on other days. next, previous: what falls on another day moves to the next or the last working day. count: the field of days counts working days."
                },
                "catchup": {
                  "enum": ["none", "latest", "all", null],
                  "default": "latest",
                  "description": "What becomes of cycles that were missed. none: they are skipped. latest: the newest runs. all: they run, oldest first, as many as catchupLimit."
                },
                "catchupLimit": {
                  "type": ["integer", "null"],
                  "minimum": 1,
                  "maximum": 1000,
                  "default": 1000,
                  "description": "Missed cycles that run at most, the newest; with catchup: all only."
                },
                "overlap": {
                  "enum": ["wait", "skip", "stop-old", null],
                  "default": "wait",
                  "description": "What a cycle does while an earlier one has not ended. wait: it waits for its turn, as maxParallelInstances allows. skip: it is skipped. stop-old: it stops the earlier ones."
                },
                "dependPrePeriod": {
                  "type": ["boolean", "null"],
                  "default": false,
                  "description": "A cycle waits for the success of the one before."
                },
                "enabled": {
                  "type": ["boolean", "null"],
                  "default": true,
                  "description": "Whether the job's first version starts enabled; later ones leave it as it is."
                },
                "waitForFile": {
                  "anyOf": [{"$ref": "#/$defs/waitForFile"}, {"type": "null"}],
                  "description": "A run waits for a file once its plan time has come. Default: for none."
                },
                "startWithin": {
                  "$ref": "#/$defs/duration",
                  "description": "A run that has not begun so long after its plan time is told of. 0s: never."
                },
                "endWithin": {
                  "$ref": "#/$defs/duration",
                  "description": "A run that takes longer is told of, and goes on. 0s: never."
                },
                "cancelWaitingAfter": {
                  "type": ["string", "null"],
                  "pattern": "^[0-9]+(ms|s|m|h|d)$",
                  "description": "A run that has not begun so long after its plan time, or after it was made if that was later, is stopped; 0s to 366d. 0s: never.",
                  "examples": ["12h", "60d"]
                },
                "slowerThan": {
                  "type": ["number", "null"],
                  "minimum": 1.1,
                  "maximum": 100,
                  "description": "A run that takes so many times as long as usual is told of, and goes on. Usual is the median of the last 20 that succeeded, where there are 5. Default: never."
                }
              }
            },
            "waitForFile": {
              "type": "object",
              "additionalProperties": false,
              "required": ["path"],
              "properties": {
                "path": {
                  "type": "string",
                  "maxLength": 4095,
                  "description": "Absolute; `*`, `?` and `[...]` stand for parts of a name. `${name}` and `#{Job.name}` are replaced when the wait begins.",
                  "examples": ["/srv/in/sales-*.csv", "/srv/in/#{Job.getPlanTime(\"yyyyMMdd\")}.done"]
                },
                "scanInterval": {
                  "$ref": "#/$defs/duration",
                  "default": "1m",
                  "description": "Time between two looks, 1m to 1h; a new file is found sooner."
                },
                "scanDuration": {
                  "$ref": "#/$defs/duration",
                  "default": "24h",
                  "description": "Time after which the run fails, 1m to 24h."
                }
              }
            },
            "trigger": {
              "type": "object",
              "additionalProperties": false,
              "minProperties": 1,
              "properties": {
                "file": {
                  "type": ["string", "null"],
                  "maxLength": 4095,
                  "description": "Files and folders that appear. Absolute; `*`, `?` and `[...]` stand for parts of a name. One counts once it is closed after writing or moved in.",
                  "examples": ["/srv/in/*.csv"]
                },
                "job": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "A job whose runs end."
                },
                "workspace": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "Workspace of that job. Default: the same."
                },
                "on": {
                  "enum": ["success", "fail", "end", null],
                  "default": "success",
                  "description": "Which of its ends count. fail: manual-stop as well. end: all."
                },
                "call": {
                  "type": ["boolean", "null"],
                  "description": "Calls: sluice job trigger."
                },
                "enabled": {
                  "type": ["boolean", "null"],
                  "default": true,
                  "description": "Whether the job's first version starts enabled; later ones leave it as it is."
                }
              }
            },
            "instant": {
              "type": ["string", "null"],
              "description": "A date, a time and an offset; in a zone like GMT+8 or UTC the offset may be left out.",
              "examples": ["2026-01-01T00:00:00+08:00", "2026-01-01T00:00:00Z"]
            },
        """#
}
