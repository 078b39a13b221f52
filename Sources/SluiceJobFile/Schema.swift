extension JobFile {
    /// JSON Schema (draft 2020-12) of job files, for editors. It knows kinds, ranges and names;
    /// what concerns several values together only `parse` knows.
    package static let schema = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "$id": "urn:sluice:job:v1",
          "title": "Sluice job",
          "description": "A named graph of nodes. YAML, or the same as JSON.",
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "nodes"],
          "properties": {
            "name": {
              "$ref": "#/$defs/name",
              "description": "Name of the job, unique in its workspace.",
              "examples": ["nightly-load"]
            },
            "description": {"type": ["string", "null"], "description": "For people."},
            "labels": {
              "$ref": "#/$defs/pairs",
              "description": "For people and selectors.",
              "examples": [{"team": "data"}]
            },
            "params": {
              "$ref": "#/$defs/pairs",
              "description": "Parameters and their defaults. `${name}` is replaced in scripts and settings; a value may refer to parameters before it. A run may override them.",
              "examples": [{"day": "2026-11-20", "folder": "/data/${day}"}]
            },
            "connections": {
              "type": ["object", "null"],
              "maxProperties": 1000,
              "propertyNames": {"$ref": "#/$defs/name"},
              "additionalProperties": {"$ref": "#/$defs/connection"},
              "description": "Databases that SQL nodes use.",
              "examples": [{"store": {"type": "sqlite", "path": "/data/store.db"}}]
            },
            "env": {"$ref": "#/$defs/env", "description": "Environment variables of every node."},
            "workingFolder": {
              "type": ["string", "null"],
              "description": "Working folder of every node. Default: a scratch folder for each attempt."
            },
            "schedule": {
              "anyOf": [{"$ref": "#/$defs/schedule"}, {"type": "null"}],
              "description": "When the job runs by itself. Default: only when somebody or something says so.",
              "examples": [{"cron": "0 0 2 * * ?", "timeZone": "Europe/Berlin"}]
            },
            "priority": {
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 9,
              "default": 5,
              "description": "Who comes first where slots are short: 0 is first, 9 last. A minute of waiting is worth a level."
            },
            "maxParallelInstances": {
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 1000,
              "default": 0,
              "description": "Instances that may run at once; more wait for a slot. 0: no limit."
            },
            "maxParallelNodes": {
              "type": ["integer", "null"],
              "minimum": 0,
              "maximum": 10000,
              "default": 0,
              "description": "Nodes that may run at once in an instance; more wait for a slot. 0: no limit."
            },
            "dependJobs": {
              "type": ["array", "null"],
              "maxItems": 100,
              "items": {"anyOf": [{"$ref": "#/$defs/name"}, {"$ref": "#/$defs/dependency"}]},
              "description": "Jobs that come before: a run that has a plan time waits for their runs of that cycle.",
              "examples": [["extract"], ["extract", {"job": "rates", "onFailure": "ignore"}]]
            },
            "confirmBeforeRun": {
              "type": ["boolean", "null"],
              "default": false,
              "description": "A run waits until somebody confirms it."
            },
        \#(notificationProperties)
            "nodes": {
              "type": "array",
              "minItems": 1,
              "maxItems": 10000,
              "items": {"$ref": "#/$defs/node"},
              "description": "What is done, in any order: `dependsOn` decides."
            }
          },
          "$defs": {
            "name": {
              "type": "string",
              "pattern": "^[-_.A-Za-z0-9\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF]{1,128}$",
              "description": "1 to 128 characters: letters, digits, CJK, `-`, `_`, `.`."
            },
            "value": {
              "type": ["string", "number", "boolean", "null"],
              "description": "Taken as text, as it is written. `${name}` and `#{Job.name}` are replaced."
            },
            "pairs": {
              "type": ["object", "null"],
              "maxProperties": 1000,
              "propertyNames": {"$ref": "#/$defs/name"},
              "additionalProperties": {"$ref": "#/$defs/value"}
            },
            "env": {
              "type": ["object", "null"],
              "maxProperties": 1000,
              "propertyNames": {"pattern": "^(?!SLUICE_)[A-Za-z_][A-Za-z0-9_]*$"},
              "additionalProperties": {"$ref": "#/$defs/value"},
              "examples": [{"LANG": "C.UTF-8"}]
            },
            "duration": {
              "type": ["string", "null"],
              "pattern": "^[0-9]+(ms|s|m|h)$",
              "description": "A whole number and its unit, 0s to 24h.",
              "examples": ["500ms", "90s", "10m", "2h"]
            },
        \#(notificationDefinitions)
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
            "instant": {
              "type": ["string", "null"],
              "description": "A date, a time and an offset; in a zone like GMT+8 or UTC the offset may be left out.",
              "examples": ["2026-01-01T00:00:00+08:00", "2026-01-01T00:00:00Z"]
            },
            "condition": {
              "type": "object",
              "additionalProperties": false,
              "required": ["node", "if"],
              "properties": {
                "node": {
                  "$ref": "#/$defs/name",
                  "description": "A node that comes before, one of `dependsOn`; it has to be final."
                },
                "if": {
                  "type": "string",
                  "description": "An expression that is true or false.",
                  "examples": ["#{(Job.getNodeStatus(\"load\")) == \"fail\"}"]
                }
              }
            },
            "connection": {
              "type": "object",
              "additionalProperties": false,
              "required": ["type", "path"],
              "properties": {
                "type": {
                  "description": "Kind of database.",
                  "type": "string",
                  "pattern": "^[Ss][Qq][Ll][Ii][Tt][Ee]$",
                  "examples": ["sqlite"]
                },
                "path": {
                  "type": "string",
                  "description": "Path of the database file.",
                  "examples": ["${work}/store.db"]
                }
              }
            },
            "node": \#(nodeSchema)
          }
        }
        """#
}
