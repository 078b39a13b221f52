/// What the process tells its caller; the numbers are a contract.
enum Outcome: Int32 {
    case done = 0
    /// What was waited for ended in failure, or the check found something that is broken.
    case failed = 1
    case wrongUsage = 2
    case notFound = 3
    /// Not in this state.
    case refused = 4
    case notPermitted = 5
    case unreachable = 6
    case timedOut = 7
    case internalError = 8

    static let manual = """
        EXIT CODES
          0  done
          1  it ended in failure
          2  wrong usage, or a job file that is wrong
          3  not found
          4  refused in this state
          5  not permitted
          6  the daemon cannot be reached
          7  timed out
          8  internal error
        """
}
