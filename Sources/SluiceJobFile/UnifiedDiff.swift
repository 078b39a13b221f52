/// How a text differs from another, line by line in unified form, with three lines of context as
/// `diff -u` gives them; empty where they are the same.
///
/// The shortest list of changes (Myers, 1986) up to `LineDiff.maxChanges`; texts that differ in
/// more lines are shown as one block that goes and one that comes.
package func unifiedDiff(
    old: String, new: String, oldName: String, newName: String,
) -> String {
    guard old != new else { return "" }
    let hunks = Hunks(LineDiff(old: DiffLines(old), new: DiffLines(new)).changes).text
    return "--- \(oldName)\n+++ \(newName)\n" + hunks
}

/// A text by lines. The last one says so where no newline ends it.
struct DiffLines {
    let lines: [String]

    init(_ text: String) {
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        // Behind the last newline is no line.
        let last = lines.removeLast()
        if !last.isEmpty { lines.append(last + "\n\\ No newline at end of file") }
        self.lines = lines
    }
}

/// Which lines stay, go and come.
struct LineDiff {
    /// Changed lines up to which the shortest list is looked for: memory grows with their square.
    static let maxChanges = 1_000

    enum Change: Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    private(set) var changes: [Change] = []

    init(old: DiffLines, new: DiffLines) {
        var (left, right) = (old.lines[...], new.lines[...])
        let start = zip(left, right).prefix { $0 == $1 }.count
        (left, right) = (left.dropFirst(start), right.dropFirst(start))
        let end = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        (left, right) = (left.dropLast(end), right.dropLast(end))

        changes += old.lines.prefix(start).map { .same($0) }
        changes +=
            Self.shortest(Array(left), Array(right))
            ?? left.map { .removed($0) } + right.map { .added($0) }
        changes += old.lines.suffix(end).map { .same($0) }
    }

    /// Nil where it would take more than `maxChanges`.
    private static func shortest(_ old: [String], _ new: [String]) -> [Change]? {
        // Reach of the paths with as many changes as there were rounds, by diagonal.
        var reach: [Int: Int] = [1: 0]
        var rounds: [[Int: Int]] = []
        for count in 0...min(maxChanges, old.count + new.count) {
            rounds.append(reach)
            for diagonal in stride(from: -count, through: count, by: 2) {
                var x = step(reach, diagonal, count).x
                while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] {
                    x += 1
                }
                reach[diagonal] = x
                if x >= old.count, x - diagonal >= new.count { return walkBack(rounds, old, new) }
            }
        }
        return nil
    }

    /// Where a path of `count` changes enters a diagonal: from the one above (a line comes) or the
    /// one below (a line goes), whichever reaches further.
    private static func step(
        _ reach: [Int: Int], _ diagonal: Int, _ count: Int,
    ) -> (x: Int, isAddition: Bool) {
        let (below, above) = (reach[diagonal - 1] ?? -1, reach[diagonal + 1] ?? -1)
        let isAddition = diagonal == -count || (diagonal != count && below < above)
        return (isAddition ? above : below + 1, isAddition)
    }

    private static func walkBack(
        _ rounds: [[Int: Int]], _ old: [String], _ new: [String],
    ) -> [Change] {
        var changes: [Change] = []
        var (x, y) = (old.count, new.count)
        for (count, reach) in rounds.enumerated().reversed() {
            let entry = step(reach, x - y, count)
            while x > entry.x, y > 0 {
                (x, y) = (x - 1, y - 1)
                changes.append(.same(old[x]))
            }
            guard count > 0 else { break }
            if entry.isAddition {
                y -= 1
                changes.append(.added(new[y]))
            } else {
                x -= 1
                changes.append(.removed(old[x]))
            }
        }
        return changes.reversed()
    }
}

/// Changes with three lines around them, each group under its `@@` line.
private struct Hunks {
    private static let context = 3
    private(set) var text = ""

    init(_ changes: [LineDiff.Change]) {
        var (oldLine, newLine, position) = (1, 1, 0)
        for range in Self.ranges(changes) {
            let skipped = range.lowerBound - position
            (oldLine, newLine) = (oldLine + skipped, newLine + skipped)
            let hunk = changes[range]
            let (old, new) = (hunk.count { !$0.isAddition }, hunk.count { !$0.isRemoval })
            text += "@@ -\(Self.span(oldLine, old)) +\(Self.span(newLine, new)) @@\n"
            text += hunk.map { $0.line + "\n" }.joined()
            (oldLine, newLine, position) = (oldLine + old, newLine + new, range.upperBound)
        }
    }

    private static func ranges(_ changes: [LineDiff.Change]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for (index, change) in changes.enumerated() where change.isAddition || change.isRemoval {
            let range = max(0, index - context)..<min(changes.count, index + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges
    }

    /// `3,7`; `3` for one line; of no lines the line before.
    private static func span(_ start: Int, _ count: Int) -> String {
        switch count {
        case 0: "\(start - 1),0"
        case 1: "\(start)"
        default: "\(start),\(count)"
        }
    }
}

extension LineDiff.Change {
    fileprivate var isAddition: Bool { if case .added = self { true } else { false } }
    fileprivate var isRemoval: Bool { if case .removed = self { true } else { false } }

    fileprivate var line: String {
        switch self {
        case .same(let line): " " + line
        case .removed(let line): "-" + line
        case .added(let line): "+" + line
        }
    }
}
