/// A table for people: aligned, and no wider than it may be.
struct Table {
    enum Alignment {
        case left
        case right
    }

    struct Heading {
        var title: String
        var alignment = Alignment.left
        /// Gives way when the terminal is narrow.
        var canShrink = false
    }

    struct Cell: Hashable {
        var text: String
        var style = Style.plain

        init(_ text: String, _ style: Style = .plain) {
            self.text = harmless(text)
            self.style = style
        }
    }

    /// Columns between two cells.
    static let gap = 2
    /// A cell that gives way keeps so much.
    static let narrowest = 8

    var headings: [Heading]
    var rows: [[Cell]]

    /// The lines of the table. A width of nil is as wide as it needs; empty columns are left out
    /// where a column that may shrink has nothing to say.
    func lines(width: Int?, paint: Paint) -> [String] {
        let shown = headings.indices.filter { column in
            !headings[column].canShrink || rows.contains { !$0[column].text.isEmpty }
        }
        let widths = fitted(shown.map(naturalWidth), shown, to: width)
        let titles = shown.map { Cell(headings[$0].title, .bold) }
        return ([titles] + rows.map { row in shown.map { row[$0] } }).map { cells in
            line(cells, widths, shown, paint)
        }
    }

    private func naturalWidth(_ column: Int) -> Int {
        rows.reduce(displayWidth(headings[column].title)) { max($0, displayWidth($1[column].text)) }
    }

    private func fitted(_ natural: [Int], _ shown: [Int], to width: Int?) -> [Int] {
        var widths = natural
        guard let width else { return widths }
        var excess = natural.reduce(0, +) + Self.gap * max(0, natural.count - 1) - width
        // The widest gives way first, down to what the next one has.
        while excess > 0 {
            let candidates = widths.indices.filter {
                headings[shown[$0]].canShrink && widths[$0] > Self.narrowest
            }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            let next = candidates.filter { widths[$0] < widths[widest] }.map { widths[$0] }.max()
            let step = min(excess, max(1, widths[widest] - max(next ?? 0, Self.narrowest)))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }

    private func line(
        _ cells: [Cell], _ widths: [Int], _ shown: [Int], _ paint: Paint,
    ) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = truncated(cell.text, to: widths[index])
            let padding = String(repeating: " ", count: max(0, widths[index] - displayWidth(text)))
            let isLast = index == cells.count - 1
            switch headings[shown[index]].alignment {
            case .left: line += paint(text, cell.style) + (isLast ? "" : padding)
            case .right: line += padding + paint(text, cell.style)
            }
            if !isLast { line += String(repeating: " ", count: Self.gap) }
        }
        return trimmingEnd(line)
    }

    private func trimmingEnd(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
