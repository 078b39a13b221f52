internal import SluiceModel

/// A list that a text says, and how elements are kept.
extension ExpressionValue {
    /// The elements of a JSON list, or else of a text with one on each line; blank lines are none.
    ///
    /// - Throws: what is wrong with the JSON, or that the list is longer than `Limits.callItems`.
    package static func elements(of text: String) throws(NoElementList) -> [ExpressionValue] {
        let elements =
            text.first { !$0.isWhitespace } == "["
            ? try listed(in: text)
            : text.split(whereSeparator: \.isNewline).map { $0.trimmed }
                .filter { !$0.isEmpty }.map { .text($0) }
        guard elements.count <= Limits.callItems else {
            throw NoElementList(
                reason: "the list has \(elements.count) elements; \(Limits.callItems) are allowed")
        }
        return elements
    }

    private static func listed(in text: String) throws(NoElementList) -> [ExpressionValue] {
        do throws(Refusal) {
            guard case .list(let elements) = try JSONParser.value(of: text) else { return [] }
            return elements
        } catch {
            throw NoElementList(reason: error.reason)
        }
    }

    /// - Throws: what is wrong with it, with line and column.
    package static func parse(json: String) throws(NotJSON) -> ExpressionValue {
        do throws(Refusal) {
            return try JSONParser.value(of: json)
        } catch {
            throw NotJSON(reason: error.reason)
        }
    }

    /// Nil: the text is no JSON.
    package init?(json: String) {
        guard let value = try? JSONParser.value(of: json) else { return nil }
        self = value
    }

    package var json: String { JSONText(self).text }
}

/// A text that is no JSON.
package struct NotJSON: Error, Hashable, Sendable {
    package var reason: String
}

/// A text that says no list.
package struct NoElementList: Error, Hashable, Sendable {
    package var reason: String
}

extension Substring {
    fileprivate var trimmed: String {
        var inner = drop { $0.isWhitespace }
        while inner.last?.isWhitespace == true { inner.removeLast() }
        return String(inner)
    }
}
