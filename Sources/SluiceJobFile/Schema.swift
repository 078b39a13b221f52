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
            "kind": {
              "enum": ["offline", "sync", "realtime", null],
              "default": "offline",
              "description": "What the job is to those who publish it: it computes (离线计算任务), moves data (同步任务), or goes on until it is stopped (实时计算任务)."
            },
            "module": {
              "enum": ["pipeline", "modeling", "data-processing", null],
              "default": "pipeline",
              "description": "The list of publishing that it is in: 管道脚本, 规范建模 or 数据处理."
            },
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
            "resources": {
              "anyOf": [
                {"$ref": "#/$defs/name"},
                {"type": "array", "maxItems": 1000, "uniqueItems": true, "items": {"$ref": "#/$defs/name"}},
                {"type": "null"}
              ],
              "description": "File objects that the nodes find as files in the folder $SLUICE_RESOURCES: of the version that is the latest when a run is made.",
              "examples": [["rates.csv"]]
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
            "trigger": {
              "anyOf": [{"$ref": "#/$defs/trigger"}, {"type": "null"}],
              "description": "The events that make a run of the job, one for each; in place of a schedule.",
              "examples": [{"file": "/srv/in/*.csv"}, {"job": "etl"}, {"call": true}]
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
        \#(whenDefinitions)
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
              "required": ["type"],
              "properties": {
                "type": {
                  "description": "Kind of database; environment: its environment says which one and where.",
                  "type": "string",
                  "examples": ["sqlite", "environment"]
                },
                "path": {
                  "type": "string",
                  "description": "Path of the database file; of type sqlite only.",
                  "examples": ["${work}/store.db"]
                }
              },
              "oneOf": [
                {"required": ["path"], "properties": {"type": {"pattern": "^[Ss][Qq][Ll][Ii][Tt][Ee]$"}}},
                {
                  "properties": {
                    "type": {"pattern": "^[Ee][Nn][Vv][Ii][Rr][Oo][Nn][Mm][Ee][Nn][Tt]$"}, "path": false
                  }
                }
              ]
            },
            "node": \#(nodeSchema)
          }
        }
        """#
}
