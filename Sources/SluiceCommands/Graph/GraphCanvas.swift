/// A drawing of characters: lines of several kinds, and labels upon them.
struct GraphCanvas {
    struct Point: Hashable {
        var x: Int
        var y: Int
    }

    /// The sides of a cell that a line touches.
    struct Sides: OptionSet, Hashable {
        var rawValue: UInt8
        static let up = Sides(rawValue: 1)
        static let down = Sides(rawValue: 2)
        static let left = Sides(rawValue: 4)
        static let right = Sides(rawValue: 8)
        static let vertical: Sides = [.up, .down]
    }

    private struct Stroke {
        var owner: Int
        var sides: Sides
        var kind: Graph.Kind
    }

    private enum Cell {
        case strokes([Stroke])
        case text(Character, Style, isBold: Bool)
        /// The second half of a wide character.
        case covered
    }

    private var cells: [Point: Cell] = [:]
    private(set) var width = 0
    private(set) var height = 0

    /// Part of a line in one cell; parts of one owner join there, others only cross.
    mutating func stroke(
        _ point: Point, _ sides: Sides, owner: Int, _ kind: Graph.Kind,
    ) {
        var strokes: [Stroke] = []
        if case .strokes(let found) = cells[point] { strokes = found }
        if let index = strokes.firstIndex(where: { $0.owner == owner }) {
            strokes[index].sides.formUnion(sides)
        } else {
            strokes.append(Stroke(owner: owner, sides: sides, kind: kind))
        }
        put(.strokes(strokes), at: point)
    }

    mutating func text(_ text: String, at start: Point, _ style: Style, isBold: Bool) {
        var point = start
        for character in text {
            put(.text(character, style, isBold: isBold), at: point)
            point.x += 1
            guard displayWidth(String(character)) > 1 else { continue }
            put(.covered, at: point)
            point.x += 1
        }
    }

    private mutating func put(_ cell: Cell, at point: Point) {
        cells[point] = cell
        width = max(width, point.x + 1)
        height = max(height, point.y + 1)
    }

    func lines(_ paint: Paint) -> [String] {
        (0..<height).map { y in
            var line = ""
            var run = (text: "", style: Style.plain, isBold: false)
            var blanks = 0
            func flush() {
                line +=
                    run.isBold
                    ? paint.bold(run.text, run.style) : paint(run.text, run.style)
                run.text = ""
            }
            for x in 0..<width {
                let (character, style, isBold) = shown(Point(x: x, y: y))
                guard let character else {
                    if !isCovered(Point(x: x, y: y)) { blanks += 1 }
                    continue
                }
                if blanks > 0 || style != run.style || isBold != run.isBold {
                    flush()
                    line += String(repeating: " ", count: blanks)
                    blanks = 0
                    run = ("", style, isBold)
                }
                run.text.append(character)
            }
            flush()
            return line
        }
    }

    private func isCovered(_ point: Point) -> Bool {
        if case .covered = cells[point] { return true }
        return false
    }

    private func shown(_ point: Point) -> (Character?, Style, isBold: Bool) {
        switch cells[point] {
        case nil, .covered: return (nil, .plain, false)
        case .text(let character, let style, let isBold): return (character, style, isBold)
        case .strokes(let strokes):
            // Where lines cross the upright one is above: `─│─` is no junction.
            let top = strokes.first { !$0.sides.isDisjoint(with: .vertical) } ?? strokes.first
            guard let top else { return (nil, .plain, false) }
            return (Self.character(top.sides, top.kind), .plain, false)
        }
    }

    private static func character(_ sides: Sides, _ kind: Graph.Kind) -> Character {
        let place = Int(sides.rawValue)
        switch kind {
        case .usual: return light[place]
        case .removed: return dashed[place]
        case .crossJob: return heavy[place]
        }
    }

    /// By the sides that are touched: up 1, down 2, left 4, right 8.
    private static let light = Array(" │││─┘┐┤─└┌├─┴┬┼")
    private static let dashed = Array(" ┆┆┆┄┘┐┤┄└┌├┄┴┬┼")
    private static let heavy = Array(" ┃┃┃━┛┓┫━┗┏┣━┻┳╋")
}

extension Paint {
    /// Coloured and bold at once.
    func bold(_ text: String, _ style: Style) -> String {
        guard isOn, !text.isEmpty else { return text }
        let codes = [Style.bold.rawValue, style.rawValue].filter { !$0.isEmpty }
        return "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
    }
}
