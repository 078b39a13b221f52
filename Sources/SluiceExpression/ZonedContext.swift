package import SluiceModel

/// A context whose times are those of one zone.
package protocol ZonedContext: ExpressionContext {
    var zone: TimeZoneRules { get }
}

extension ZonedContext {
    package func offset(at time: Timestamp) -> Int { zone.local(at: time).offset }

    /// Nil where the zone has digits in place of letters (`+03`).
    package func zoneName(at time: Timestamp) -> String? {
        let letters = zone.local(at: time).abbreviation
        return letters.hasPrefix("+") || letters.hasPrefix("-") ? nil : letters
    }
}
