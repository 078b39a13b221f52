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
              "description": "Jobs of the same workspace that come before: a run that has a plan time waits for their run of the same plan time.",
              "examples": [["extract"], ["extract", {"job": "rates", "onFailure": "ignore"}]]
            },
            "confirmBeforeRun": {
              "type": ["boolean", "null"],
              "default": false,
              "description": "A run waits until somebody confirms it."
            },
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
            "dependency": {
              "type": "object",
              "additionalProperties": false,
              "required": ["job"],
              "properties": {
                "job": {"$ref": "#/$defs/name", "description": "Name of the job."},
                "onFailure": {
                  "enum": ["fail", "ignore", "suspend", null],
                  "default": "fail",
                  "description": "What a failure of it means. fail: the run that waits is cancelled. ignore: it goes on. suspend: it waits until the other one is a success."
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
            "node": {
              "type": "object",
              "additionalProperties": false,
              "required": ["name", "type"],
              "properties": {
                "name": {
                  "$ref": "#/$defs/name",
                  "description": "Name, unique in the job.",
                  "examples": ["load"]
                },
                "type": {
                  "description": "What the node does. Dummy does nothing; it joins branches.",
                  "type": "string",
                  "anyOf": [
                    {"enum": ["Dummy", "Shell", "Python", "SQL"]},
                    {
                      "pattern": "^([Dd][Uu][Mm][Mm][Yy]|[Ss][Hh][Ee][Ll][Ll]|[Pp][Yy][Tt][Hh][Oo][Nn]|[Ss][Qq][Ll])$"
                    }
                  ]
                },
                "dependsOn": {
                  "description": "Nodes that come before: one name, or a list.",
                  "type": ["string", "array", "null"],
                  "items": {"type": "string"},
                  "examples": ["extract", ["extract", "check"]]
                },
                "script": {
                  "type": ["string", "null"],
                  "description": "Text of the script, or of the SQL statements. In Shell and Python only `${name}` of declared parameters and `#{Job.…}` are replaced; in SQL, `:name` binds a parameter.",
                  "examples": ["echo \"Hello, ${who}!\""]
                },
                "command": {
                  "type": ["array", "null"],
                  "minItems": 1,
                  "items": {"$ref": "#/$defs/value"},
                  "description": "A program and its arguments in place of `script`; Shell only.",
                  "examples": [["rsync", "-a", "/from", "/to"]]
                },
                "interpreter": {
                  "type": ["string", "array", "null"],
                  "items": {"type": "string"},
                  "description": "Interpreter of the script and its arguments; a text is cut at its blanks. Default: the type's.",
                  "examples": ["bash -e", ["python3", "-u"]]
                },
                "connection": {
                  "type": ["string", "null"],
                  "description": "Name of the connection of a SQL node.",
                  "examples": ["store"]
                },
                "retryTimes": {
                  "type": ["integer", "null"],
                  "minimum": 0,
                  "maximum": 100,
                  "default": 0,
                  "description": "Automatic retries after a failure."
                },
                "retryInterval": {
                  "$ref": "#/$defs/duration",
                  "default": "120s",
                  "description": "Time between a failure and its retry."
                },
                "retryBackoff": {
                  "enum": ["fixed", "exponential", null],
                  "default": "fixed",
                  "description": "Exponential: each interval is twice the one before, with jitter."
                },
                "retryIntervalMax": {
                  "$ref": "#/$defs/duration",
                  "default": "24h",
                  "description": "Upper bound of an exponential interval."
                },
                "retryOnTimeout": {
                  "type": ["boolean", "null"],
                  "default": false,
                  "description": "Also retry after a timeout."
                },
                "failPolicy": {
                  "enum": ["FAIL", "IGNORE", "SUSPEND", "FAIL_CHILD", null],
                  "default": "FAIL",
                  "description": "What a failure means for the rest. FAIL: end the instance. IGNORE: go on as if it had succeeded. SUSPEND: hold all new starts until somebody decides. FAIL_CHILD: what depends on it never starts, other branches go on."
                },
                "maxExecutionTime": {
                  "$ref": "#/$defs/duration",
                  "default": "1h",
                  "description": "An attempt that runs longer fails. 0s: no limit."
                },
                "env": {
                  "$ref": "#/$defs/env",
                  "description": "Environment variables, after those of the job."
                },
                "workingFolder": {
                  "type": ["string", "null"],
                  "description": "Working folder of the process. Default: the job's."
                },
                "properties": {
                  "$ref": "#/$defs/pairs",
                  "description": "Settings of the type. SQL: transaction, busyTimeout, importMode, import.TABLE, export.TABLE.",
                  "examples": [{"import.packages": "${work}/packages.tsv"}]
                },
                "labels": {"$ref": "#/$defs/pairs", "description": "For people and selectors."}
              }
            }
          }
        }
        """#
}
