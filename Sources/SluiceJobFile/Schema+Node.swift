extension JobFile {
    /// What the schema says of a node.
    static let nodeSchema = #"""
        {
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
                    {"enum": ["Dummy", "Shell", "Python", "SQL", "SubJob", "ForEach"]},
                    {
                      "pattern": "^([Dd][Uu][Mm][Mm][Yy]|[Ss][Hh][Ee][Ll][Ll]|[Pp][Yy][Tt][Hh][Oo][Nn]|[Ss][Qq][Ll]|[Ss][Uu][Bb] *[Jj][Oo][Bb]|[Ff][Oo][Rr] *[Ee][Aa][Cc][Hh])$"
                    }
                  ]
                },
                "dependsOn": {
                  "description": "Nodes that come before: one name, or a list.",
                  "type": ["string", "array", "null"],
                  "items": {"type": "string"},
                  "examples": ["extract", ["extract", "check"]]
                },
                "conditions": {
                  "type": ["array", "null"],
                  "maxItems": 100,
                  "items": {"$ref": "#/$defs/condition"},
                  "description": "What has to be true of nodes that come before. Default: they have to have succeeded."
                },
                "join": {
                  "enum": ["or", "and", null],
                  "default": "or",
                  "description": "How several conditions are taken together. or: one that is true lets the node run. and: all have to be true."
                },
                "onSkip": {
                  "enum": ["all", "next", null],
                  "default": "all",
                  "description": "What is skipped where the conditions say no. all: the node and all that comes after it. next: the node alone."
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
                "job": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "The job that a SubJob or ForEach runs.",
                  "examples": ["load-file"]
                },
                "workspace": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "That job's workspace. Default: the same."
                },
                "params": {
                  "$ref": "#/$defs/pairs",
                  "description": "Values for parameters of that job. Those of a ForEach can ask for `#{Loop.current}` and `#{Loop.offset}`.",
                  "examples": [{"file": "#{Loop.current}"}]
                },
                "wait": {
                  "type": ["boolean", "null"],
                  "default": true,
                  "description": "SubJob only. false: the node is done as soon as the other job's run is there, however that ends."
                },
                "items": {
                  "type": ["string", "array", "null"],
                  "maxItems": 10000,
                  "items": {"$ref": "#/$defs/value"},
                  "description": "ForEach only: what it goes over. A list, or a text that comes to a JSON list or to an element on each line.",
                  "examples": [["north", "south"], "#{Job.getNodeOutput(\"list\", \"files\")}"]
                },
                "parallel": {
                  "type": ["integer", "null"],
                  "minimum": 1,
                  "maximum": 128,
                  "default": 1,
                  "description": "ForEach only: runs of the other job at once."
                },
                "onItemFailure": {
                  "enum": ["continue", "stop", null],
                  "default": "continue",
                  "description": "ForEach only. continue: the other items run all the same. stop: no other begins. The node fails either way."
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
                  "description": "An attempt that runs longer fails. 0s: no limit, the default of SubJob and ForEach."
                },
                "pool": {
                  "anyOf": [{"$ref": "#/$defs/name"}, {"type": "null"}],
                  "description": "Pool that an attempt takes slots of while it runs. Default: none.",
                  "examples": ["gpu"]
                },
                "slots": {
                  "type": ["integer", "null"],
                  "minimum": 1,
                  "maximum": 100000,
                  "default": 1,
                  "description": "Slots of the pool that an attempt takes; with pool only."
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
                  "description": "Settings of the type. SQL: transaction, busyTimeout, importMode, list, import.TABLE, export.TABLE.",
                  "examples": [{"import.packages": "${work}/packages.tsv"}]
                },
                "labels": {"$ref": "#/$defs/pairs", "description": "For people and selectors."}
              }
            }
        """#
}
