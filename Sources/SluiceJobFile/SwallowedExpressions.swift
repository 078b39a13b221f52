/// Where YAML takes an expression for a comment: a blank and `#{` behind text without quotes.
struct SwallowedExpressions {
    /// The place of `#`, by the end of the text before it.
    private var places: [Mark: Mark] = [:]

    init(_ source: String) {
        var place = Mark.start
        var textEnd: Mark?
        var hash: (place: Mark, textEnd: Mark)?
        for scalar in source.unicodeScalars {
            let next = Mark(line: place.line, column: place.column + 1)
            switch scalar {
            case "\n":
                (place, textEnd, hash) = (Mark(line: place.line + 1, column: 1), nil, nil)
                continue
            case " ", "\t": hash = nil
            default:
                if scalar == "{", let hash { places[hash.textEnd] = hash.place }
                hash = textEnd.flatMap { $0 == place || scalar != "#" ? nil : (place, $0) }
                textEnd = next
            }
            place = next
        }
    }

    /// The one that YAML has cut off text without quotes that ends there.
    func place(behind end: Mark) -> Mark? { places[end] }
}
