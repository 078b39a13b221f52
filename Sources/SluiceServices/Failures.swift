package import SluiceModel
package import SluiceRPC
internal import SluiceWire

extension Status {
    /// The error as the wire carries it, with the domain's code in its details.
    package init(_ error: SluiceError) {
        self.init(
            StatusCode(rawValue: error.code.rawValue) ?? .unknown, error.message,
            detail: ErrorDetail(
                errorCode: error.errorCode, errorMsg: error.errorMessage, reason: error.reason,
                subject: error.subject))
    }
}

/// Runs what throws the engine's errors and throws them as the wire's.
func answering<Value>(_ body: () throws(SluiceError) -> Value) throws(Status) -> Value {
    do throws(SluiceError) {
        return try body()
    } catch {
        throw Status(error)
    }
}

func answering<Value>(
    _ body: () async throws(SluiceError) -> Value,
) async throws(Status) -> Value {
    do throws(SluiceError) {
        return try await body()
    } catch {
        throw Status(error)
    }
}

extension SluiceError {
    /// A field of a request is wrong: which, and what would be right.
    static func field(
        _ name: String, _ message: String, domain: DomainCode? = .parameterInvalid,
    ) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "INVALID_FIELD", "\(name): \(message)", subject: name,
            domain: domain)
    }

    /// A range whose start is behind its end.
    static func startAfterEnd(
        _ start: String, _ from: Int64, _ end: String, _ to: Int64,
    ) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "START_AFTER_END",
            "\(start) is \(from), later than \(end), which is \(to)", subject: start,
            domain: .startAfterEnd)
    }

    /// A field that is needed is not there.
    static func missing(_ name: String, _ message: String) -> SluiceError {
        SluiceError(
            .invalidArgument, reason: "MISSING_FIELD", "\(name): \(message)", subject: name,
            domain: .parameterNotConfigured)
    }
}
