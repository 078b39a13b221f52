// Retries every failed instance that was planned for a day, from what failed in it.
//
// retry-failed YYYY-MM-DD

import Foundation
import SluiceClient
import SluiceWire

/// Instances that a call takes.
let batch = 1_000

func retryFailed(on day: DateInterval) async throws {
    let sluice = try await Sluice.connect()
    for (job, ids) in try await failedInstances(on: day, sluice).sorted(by: { $0.key < $1.key }) {
        for start in stride(from: 0, to: ids.count, by: batch) {
            let some = ids[start..<min(start + batch, ids.count)]
            try await retry(job, some, sluice)
            print("\(job): \(some.map(String.init).joined(separator: " "))")
        }
    }
}

/// By their job, oldest first.
func failedInstances(on day: DateInterval, _ sluice: Sluice) async throws -> [String: [Int64]] {
    let request = ListInstancesRequest(
        pageSize: 1_000, statuses: [.fail], plannedFrom: milliseconds(day.start),
        plannedBefore: milliseconds(day.end))
    var byJob: [String: [Int64]] = [:]
    for try await instance in sluice.instances(request) {
        byJob[instance.jobName, default: []].append(instance.instanceId)
    }
    return byJob.mapValues { $0.sorted() }
}

func retry(_ job: String, _ ids: ArraySlice<Int64>, _ sluice: Sluice) async throws {
    let request = RetryInstancesRequest(
        options: .once(), jobName: job, retryLocation: .errorNode, retryTaskVersion: .original,
        taskRetrys: ids.map { TaskRetry(instanceId: $0) })
    _ = try await sluice.persistently {
        try await sluice.instances.retryInstances(request)
    }
}

func milliseconds(_ date: Date) -> Int64 { Int64(date.timeIntervalSince1970 * 1_000) }

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
}

let format = Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
guard CommandLine.arguments.count == 2,
    let start = try? format.parse(CommandLine.arguments[1]),
    let day = Calendar.current.dateInterval(of: .day, for: start)
else { fail("retry-failed YYYY-MM-DD") }
do {
    try await retryFailed(on: day)
} catch {
    fail("\(error)")
}
