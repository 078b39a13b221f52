extension Template {
    /// A name that the text refers to, and where.
    package struct Reference: Hashable, Sendable {
        package var name: String
        /// Line in the text, from 1.
        package var line: Int
        /// Column in the line, from 1, in Unicode scalars.
        package var column: Int
    }

    /// Parameters that must exist: `${name}` in strict mode and `Job.getParam("name")`.
    package var neededParams: [Reference] {
        parts.flatMap { part -> [Reference] in
            switch part {
            case .text, .escapedParam: []
            case .param(let name, let place): mode == .strict ? [Reference(name, place)] : []
            case .expression(let expression, _, _): expression.names(given: [.getParam])
            }
        }
    }

    /// Nodes whose outputs are read; each must come before.
    package var nodesRead: [Reference] { names(given: [.getNodeOutput]) }

    /// Nodes whose status is asked for; each must exist.
    package var nodesAsked: [Reference] { names(given: [.getNodeStatus]) }

    private func names(given methods: [Expression.Method]) -> [Reference] {
        parts.flatMap { part -> [Reference] in
            guard case .expression(let expression, _, _) = part else { return [] }
            return expression.names(given: methods)
        }
    }
}

extension Template.Reference {
    fileprivate init(_ name: String, _ place: Cursor.Place) {
        self.init(name: name, line: place.line, column: place.column)
    }
}

extension Expression {
    /// First arguments, written out as text, of the calls of these methods.
    fileprivate func names(given methods: [Method]) -> [Template.Reference] {
        guard case .call(let method, let arguments) = self else { return [] }
        let inner = arguments.flatMap { $0.value.names(given: methods) }
        guard methods.contains(method), let first = arguments.first,
            case .literal(.text(let name)) = first.value
        else { return inner }
        return [Template.Reference(name, first.place)] + inner
    }
}
