internal import SluiceModel

/// What a process reported in its `SLUICE_OUTPUT` file.
struct Outputs: Hashable {
    /// Without `rows`; where a name comes twice, its last value counts.
    var pairs: [Pair] = []
    var rows: Int64?

    /// What is wrong with a file of outputs, for people.
    struct Problem: Error, Hashable {
        var words: String
    }

    init() {}

    /// Lines `key=value` in UTF-8 without NUL, which the wire refuses, at most
    /// `Limits.outputBytes`; empty lines are passed over.
    init(parsing bytes: [UInt8]) throws(Problem) {
        guard bytes.count <= Limits.outputBytes else {
            throw Problem(words: "more than \(Limits.outputBytes) bytes")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(words: "not UTF-8")
        }
        // By bytes: Swift takes CR LF for one character.
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            try take(Substring(line), number: index + 1)
        }
    }

    private mutating func take(_ line: Substring, number: Int) throws(Problem) {
        let line = line.utf8.last == UInt8(ascii: "\r") ? Substring(line.utf8.dropLast()) : line
        if line.utf8.isEmpty { return }
        guard !line.utf8.contains(0) else { throw Problem(words: "line \(number) has a NUL byte") }
        guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")), equals > line.startIndex
        else { throw Problem(words: "line \(number) is not key=value") }
        let key = String(line[..<equals])
        let value = String(line[line.utf8.index(after: equals)...])
        if key != "rows" {
            pairs.removeAll { $0.name == key }
            pairs.append(Pair(key, value))
        } else if let count = Int64(value), count >= 0 {
            rows = count
        } else {
            throw Problem(words: "rows is '\(value.prefix(40))'; a number from 0 on is right")
        }
    }
}

extension AttemptResult {
    /// Concludes the outcome from what the keeper saw. An operation and a timeout explain an end
    /// better than the exit that they caused; the exit is kept beside them.
    init(_ ended: EndedAttempt) {
        self.init(
            outcome: .success, endTime: ended.endTime, milliseconds: ended.milliseconds,
            logBytes: ended.logBytes, logBytesDropped: ended.logBytesDropped)
        switch ended.end {
        case .exited(let code): exitCode = code
        case .signalled(let number): signal = number
        case .couldNotStart: break
        }
        let reported = Result { () throws(Outputs.Problem) in try ended.outputs }
        if case .success(let outputs) = reported {
            self.outputs = outputs.pairs
            rows = outputs.rows
        }
        outcome = ended.outcome(reported: reported)
    }
}

extension EndedAttempt {
    fileprivate var outputs: Outputs {
        get throws(Outputs.Problem) {
            end == .couldNotStart ? Outputs() : try Outputs(parsing: text)
        }
    }

    fileprivate func outcome(reported: Result<Outputs, Outputs.Problem>) -> Outcome {
        if end == .couldNotStart {
            return .couldNotStart(String(decoding: text, as: UTF8.self).shortened)
        }
        if wasStopped { return .stopped }
        if timedOut { return .timeout }
        switch (end, reported) {
        case (.signalled(let number), _): return .signal(number: number)
        case (.exited(code: 0), .failure(let problem)): return .badOutput(problem.words)
        case (.exited(code: 0), .success): return .success
        case (.exited(let code), _): return .exit(code: code)
        case (.couldNotStart, _): return .couldNotStart("")
        }
    }
}
