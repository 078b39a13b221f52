/// Why a command was refused or a request could not be answered. Nothing has changed.
package struct SluiceError: Error, Sendable, Hashable {
    /// gRPC's classes of errors, as far as the engine uses them. The raw value is gRPC's number.
    package enum Code: Int32, Sendable, Hashable {
        case invalidArgument = 3
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unimplemented = 12
        case internalError = 13
        case unavailable = 14
    }

    package var code: Code
    /// The domain's code, `DLF.0137`; empty where the domain has none.
    package var errorCode: String
    /// The text of that code; empty with it.
    package var errorMessage: String
    /// What is wrong and what would be right, for people.
    package var message: String
    /// Stable UPPER_SNAKE name, for programs.
    package var reason: String
    /// What the error is about: `instance 812`.
    package var subject: String
    /// What each of several refused things was refused for.
    package var offenders: [Offender] = []

    package struct Offender: Sendable, Hashable {
        /// As in `SluiceError.subject`.
        package var subject: String
        package var message: String

        package init(subject: String, message: String) {
            self.subject = subject
            self.message = message
        }
    }

    package init(
        _ code: Code, reason: String, _ message: String, subject: String = "",
        domain: DomainCode? = nil,
    ) {
        self.code = code
        self.reason = reason
        self.message = message
        self.subject = subject
        self.errorCode = domain?.code ?? ""
        self.errorMessage = domain?.message ?? ""
    }
}

/// The error codes of the domain reference, section 8.
package enum DomainCode: Sendable, Hashable {
    case jobDoesNotExist
    case jobNameUsed
    case instanceDoesNotExist
    case parameterNotConfigured
    case workspaceDoesNotExist
    case retryJobNotFound
    case jobHasNoNodes
    case jobNameBlank
    case jobNameInvalid
    case parameterInvalid
    case jobNotTriggered
    case nodeNotInJob
    case startAfterEnd
    case noPermission

    package var code: String {
        switch self {
        case .jobDoesNotExist: "DLF.0100"
        case .jobNameUsed: "DLF.0102"
        case .instanceDoesNotExist: "DLF.0137"
        case .parameterNotConfigured: "DLF.0802"
        case .workspaceDoesNotExist: "DLF.0819"
        case .retryJobNotFound: "DLF.1000"
        case .jobHasNoNodes: "DLF.1006"
        case .jobNameBlank: "DLF.3004"
        case .jobNameInvalid: "DLF.3018"
        case .parameterInvalid: "DLF.3051"
        case .jobNotTriggered: "DLF.30111"
        case .nodeNotInJob: "DLF.30125"
        case .startAfterEnd: "DLF.30121"
        case .noPermission: "DLF.6888"
        }
    }

    package var message: String {
        switch self {
        case .jobDoesNotExist: "The job does not exist."
        case .jobNameUsed: "The job name is already used."
        case .instanceDoesNotExist: "Job instance does not exist."
        case .parameterNotConfigured: "The specified parameter is not configured."
        case .workspaceDoesNotExist: "Workspace ID does not exist."
        case .retryJobNotFound: "Failed to find the job."
        case .jobHasNoNodes: "The job has no node."
        case .jobNameBlank: "The job name is blank."
        case .jobNameInvalid: "The job name is invalid."
        case .parameterInvalid: "The request parameter is invalid."
        case .jobNotTriggered:
            "The job should be cron job or http trigger or parent trigger."
        case .nodeNotInJob: "The job does not contain the node."
        case .startAfterEnd: "The start time is later than the end time."
        case .noPermission: "Invalid account permissions."
        }
    }
}
