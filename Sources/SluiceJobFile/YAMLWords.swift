/// libyaml's messages in words for people who write job files.
enum YAMLWords {
    static func problem(
        _ problem: String, at mark: Mark, context: String, contextLine: Int,
    ) -> JobProblem {
        let begun = "which begins on line \(contextLine)"
        let (message, hint) = words(problem, context: context, begun: begun)
        return JobProblem(
            line: mark.line, column: mark.column, "this is not YAML: \(message)", hint: hint)
    }

    private static func words(
        _ problem: String, context: String, begun: String,
    ) -> (message: String, hint: String) {
        switch (problem, context) {
        case ("mapping values are not allowed in this context", _):
            ("a ':' is not expected here", "check the indentation; quote a text with ': ' in it")
        case ("could not find expected ':'", _):
            ("a ':' is missing behind the key \(begun)", "write 'key: value'")
        case ("found character that cannot start any token", _):
            (
                "this character cannot begin a value",
                "indent with spaces, not tabs; quote a text that begins with '@', '`' or '%'"
            )
        case ("did not find expected '-' indicator", _):
            (
                "a '- ' is expected in the list \(begun)",
                "give the items of a list the same indentation"
            )
        case ("did not find expected key", _):
            (
                "a key is expected in the map \(begun)",
                "give the keys of a map, and the items of a list, the same indentation"
            )
        case ("found unexpected end of stream", "while scanning a quoted scalar"):
            ("the quoted text \(begun) never ends", "close it with the quote that opened it")
        case ("did not find expected ',' or ']'", _):
            ("the list \(begun) lacks ',' or ']'", "separate items by ',' and end with ']'")
        case ("did not find expected ',' or '}'", _):
            ("the map \(begun) lacks ',' or '}'", "separate entries by ',' and end with '}'")
        case ("did not find expected alphabetic or numeric character", "while scanning an alias"):
            ("a name is missing behind the '*'", "quote a text that begins with '*'")
        case ("did not find expected alphabetic or numeric character", "while scanning an anchor"):
            ("a name is missing behind the '&'", "quote a text that begins with '&'")
        case ("found unknown escape character", _):
            (
                "an unknown escape in the quoted text \(begun)",
                "write '\\\\' for a backslash, or use single quotes"
            )
        case ("block sequence entries are not allowed in this context", _):
            ("a '- ' is not expected here", "begin the list on a line of its own")
        case _ where problem.hasPrefix("Maximum nesting level"):
            ("it is nested too deeply", "")
        default:
            (problem + (context.isEmpty ? "" : " \(context), \(begun)"), "")
        }
    }
}
