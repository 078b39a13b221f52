/// How many columns of a terminal a text fills: CJK and emoji two, marks that combine none.
func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
}

/// The beginning of a text that fills at most `columns`, with `…` where something is left out.
func truncated(_ text: String, to columns: Int) -> String {
    guard displayWidth(text) > columns else { return text }
    var kept = ""
    var used = 0
    for character in text {
        let width = displayWidth(String(character))
        guard used + width < columns else { break }
        kept.append(character)
        used += width
    }
    return columns > 0 ? kept + "…" : ""
}

/// The beginning and the end of a text that fills at most `columns`, with `…` between them: names
/// of one family often differ at their end.
func shortened(_ text: String, to columns: Int) -> String {
    guard displayWidth(text) > columns, columns > 2 else { return truncated(text, to: columns) }
    let end = (columns - 1) / 2
    var kept = ""
    var used = 0
    for character in text.reversed() {
        let width = displayWidth(String(character))
        guard used + width <= end else { break }
        kept.append(character)
        used += width
    }
    return truncated(text, to: columns - used) + String(kept.reversed())
}

/// The text without what a terminal would obey: control characters become spaces.
func harmless(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
}

private func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return isControl(scalar) ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar) ? 2 : 1
    }
}

/// East Asian Wide and Fullwidth, in the blocks that occur.
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
        true
    default: false
    }
}
