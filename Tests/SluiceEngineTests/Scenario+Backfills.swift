import SluiceEngine
import SluiceModel
import SluiceSimulation

/// Backfills and retries of several jobs.
///
/// ```
/// backfill etl from=2023-11-14T00:00Z to=2023-11-15T00:00Z parallel=2 \
///     reverse stop downstream existing
/// retry-jobs etl with=a,b from=… to=… parallel=2 [firstNode] [current]
/// backfills pause|resume|cancel 1
/// progress 1            how its cycles stand
/// ```
extension Scenario {
    func backfill(_ words: [String]) -> Command {
        let pairs = Dictionary(
            words.filter { $0.contains("=") }.map(pair), uniquingKeysWith: { $1 })
        return .createBackfill(
            CreateBackfill(
                scope: .standard, jobName: words[0], range: range(pairs),
                parallel: Int(pairs["parallel"] ?? "1") ?? 1,
                isReversed: words.contains("reverse"), stopsOnFailure: words.contains("stop"),
                includesDownstream: words.contains("downstream"),
                rerunsExisting: words.contains("existing"), params: params(pairs)))
    }

    func retryJobs(_ words: [String]) -> Command {
        let pairs = Dictionary(
            words.filter { $0.contains("=") }.map(pair), uniquingKeysWith: { $1 })
        let names = (pairs["with"] ?? "").split(separator: ",").map(String.init)
        return .retryJobs(
            RetryJobs(
                scope: .standard, jobName: words[0],
                jobs: names.map { RetryJobs.Job(workspace: "default", name: $0) },
                range: range(pairs), parallel: Int(pairs["parallel"] ?? "1") ?? 1,
                location: words.contains("firstNode") ? .firstNode : .errorNode,
                version: words.contains("current") ? .current : .original,
                params: params(pairs)))
    }

    private func params(_ pairs: [String: String]) -> [Pair] {
        pairs.filter { !["from", "to", "parallel", "with"].contains($0.key) }
            .map { Pair($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    func operateBackfills(_ words: [String]) -> Command {
        .operateBackfills(
            OperateBackfills(
                scope: .standard,
                operation: OperateBackfills.Operation(rawValue: words[0]) ?? .pause,
                backfills: words.dropFirst().compactMap { Int64($0).map { BackfillID($0) } }))
    }

    func progress(_ text: String) -> [String] {
        guard let id = Int64(text), let backfill = journal.backfills[BackfillID(id)] else {
            return ["no backfill \(text)"]
        }
        let why = backfill.why.isEmpty ? "" : "  (\(backfill.why))"
        return ["backfill \(id) of \(backfill.jobName): \(backfill.state)\(why)"]
            + backfill.items.map { item in
                let instance = item.instance.map { " \($0)" } ?? ""
                let after = item.after.isEmpty ? "" : " after \(item.after.map(\.position))"
                let why = item.reason.isEmpty ? "" : "  (\(item.reason))"
                return "  \(item.jobName) \(self.text(item.planTime))\(instance): "
                    + "\(item.state)\(after)\(why)"
            }
    }

    private func range(_ pairs: [String: String]) -> ClosedRange<Timestamp> {
        let from = timestamp(pairs["from"] ?? "")
        return from...max(from, timestamp(pairs["to"] ?? ""))
    }
}
