extension JobFile {
    /// The keys of a job that say whom it tells; a part of `schema`.
    static let notificationProperties = #"""
            "onFailure": {
              "$ref": "#/$defs/notifications",
              "description": "Whom to tell when a run fails, is suspended by a failure, or is cancelled since another job's failed or since it had waited too long.",
              "examples": [{"command": ["logger", "${day} failed"]}]
            },
            "onSuccess": {
              "$ref": "#/$defs/notifications",
              "description": "Whom to tell when a run succeeds."
            },
            "onLate": {
              "$ref": "#/$defs/notifications",
              "description": "Whom to tell of what startWithin, endWithin and slowerThan of the schedule say."
            },
        """#

    /// What `onFailure`, `onSuccess` and `onLate` take; a part of `schema`.
    static let notificationDefinitions = #"""
            "notifications": {
              "anyOf": [
                {"$ref": "#/$defs/notification"},
                {"type": "array", "items": {"$ref": "#/$defs/notification"}},
                {"type": "null"}
              ]
            },
            "notification": {
              "type": "object",
              "additionalProperties": false,
              "oneOf": [{"required": ["command"]}, {"required": ["webhook"]}],
              "properties": {
                "command": {
                  "type": ["array", "null"],
                  "minItems": 1,
                  "maxItems": 100,
                  "items": {"$ref": "#/$defs/value"},
                  "description": "A program and its arguments; it reads what happened as JSON."
                },
                "webhook": {
                  "type": ["string", "null"],
                  "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://",
                  "description": "URL that what happened is posted to as JSON."
                },
                "headers": {
                  "type": ["object", "null"],
                  "maxProperties": 1000,
                  "additionalProperties": {"$ref": "#/$defs/value"},
                  "description": "Headers of that request beside the usual ones."
                },
                "timeout": {
                  "$ref": "#/$defs/duration",
                  "default": "30s",
                  "description": "A try that takes longer has failed; 1s to 10m."
                },
                "retryTimes": {
                  "type": ["integer", "null"],
                  "minimum": 0,
                  "maximum": 20,
                  "default": 5,
                  "description": "Tries after the first one; the first comes after 10 seconds, each later one after twice as long as the one before."
                }
              }
            },
        """#
}
