internal import SluiceModel

/// A POST as curl(1) reads it from its standard input, so that neither URL nor headers can be seen
/// in a list of processes.
struct CurlConfiguration {
    var url: String
    /// Those of the same name as a usual one take its place.
    var headers: [Pair]
    /// The same for every try of a notification.
    var key: String
    var body: String
    var timeoutMilliseconds: Int64

    var text: String {
        let own = Set(headers.map { $0.name.lowercased() })
        let usual = [
            Pair("Content-Type", "application/json"), Pair("Idempotency-Key", key),
            Pair("User-Agent", "sluice"),
            // Without it curl asks for a go-ahead where the body is large.
            Pair("Expect", ""),
        ].filter { !own.contains($0.name.lowercased()) }
        let lines =
            [
                option("url", url), option("request", "POST"), option("data-raw", body),
                option("proto", "=http,https"), option("max-time", seconds), "silent",
                "show-error", "globoff", option("output", "/dev/null"),
                option("write-out", "%{stderr}\n%{http_code}"),
            ] + (usual + headers).map { option("header", line($0)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// curl takes `Name:` for leaving a header out, and `Name;` for one without a value.
    private func line(_ header: Pair) -> String {
        if header.name == "Expect", header.value.isEmpty { return "Expect:" }
        return header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
    }

    private var seconds: String {
        let rest = String(timeoutMilliseconds % 1_000 + 1_000).dropFirst()
        return "\(timeoutMilliseconds / 1_000).\(rest)"
    }

    private func option(_ name: String, _ value: String) -> String {
        var quoted = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": quoted += "\\\\"
            case "\"": quoted += "\\\""
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return "\(name) = \"\(quoted)\""
    }

    /// What curl wrote: why it failed, if it did, and on the last line the code of the answer,
    /// `000` where there was none.
    static func answer(in errors: String) -> (words: String, code: String) {
        let lines = errors.split(separator: "\n")
        let words = lines.dropLast().joined(separator: " ")
        return (words.isEmpty ? errors : words, lines.last.map(String.init) ?? "")
    }
}
