/// Names that were mistyped.
package enum Spelling {
    /// Letters that are compared.
    private static let length = 64

    /// The known name that a slip of the keys explains, at most a third of the letters; nil where
    /// there is none.
    package static func nearest(to name: String, among known: [String]) -> String? {
        let wanted = letters(name)
        let allowed = max(1, wanted.count / 3)
        var best: (name: String, distance: Int)?
        for candidate in known {
            let letters = letters(candidate)
            guard abs(letters.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, letters)
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    private static func letters(_ name: String) -> Letters {
        Array(name.lowercased().unicodeScalars.prefix(length))
    }

    /// Changes that turn one into the other; two neighbours swapped are one change.
    private static func distance(_ left: Letters, _ right: Letters) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let isSame = left[row] == right[column]
                var cost = min(
                    last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
