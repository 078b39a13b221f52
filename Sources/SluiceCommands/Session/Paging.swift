import SluiceClient
import SluiceRPC

extension Session {
    /// The first elements of a list, with `isTruncated` where there are more.
    func first<Element>(
        _ limit: Int, of pages: Pages<Element>,
    ) async throws(Failure) -> (items: [Element], isTruncated: Bool) {
        guard limit > 0 else { throw .usage("--limit \(limit) shows nothing", hint: "--limit 100") }
        do throws(Status) {
            return try await pages.prefix(upTo: limit)
        } catch {
            throw Failure(error)
        }
    }

    /// Tells people that a list is empty or goes on.
    func remarkOnLength<Element>(
        of found: (items: [Element], isTruncated: Bool), limit: Int, noun: String,
    ) {
        guard printer.isForPeople else { return }
        if found.items.isEmpty { remark("no \(noun)") }
        if found.isTruncated { remark("there are more; show them: --limit \(limit * 10)") }
    }
}
