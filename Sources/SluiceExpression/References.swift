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
            case .expression(let expression, _, _):
                expression.references { $0.fullName == "Job.getParam" }
            }
        }
    }

    /// Nodes whose outputs are read; each must come before.
    package var nodesRead: [Reference] {
        references { Self.readers.contains($0.fullName) }
    }

    private static let readers: Set = [
        "Job.getNodeOutput", "Job.getRunningData", "Job.getInsertJobId",
    ]

    /// Nodes whose status is asked for; each must exist.
    package var nodesAsked: [Reference] { references { $0.fullName == "Job.getNodeStatus" } }

    /// Environment variables that are asked for.
    package var variablesAsked: [Reference] { references { $0.fullName == "Env.get" } }

    /// Where `Loop` is asked, which is there only in what a `ForEach` runs.
    package var loopsAsked: [Reference] { references { $0.object == .loop } }

    private func references(_ isWanted: (Function) -> Bool) -> [Reference] {
        parts.flatMap { part -> [Reference] in
            guard case .expression(let expression, _, _) = part else { return [] }
            return expression.references(isWanted)
        }
    }
}

extension Template.Reference {
    fileprivate init(_ name: String, _ place: Cursor.Place) {
        self.init(name: name, line: place.line, column: place.column)
    }
}

extension Expression {
    /// First arguments, written out as text, of the calls of functions; a property's own name.
    fileprivate func references(_ isWanted: (Function) -> Bool) -> [Template.Reference] {
        let inner = form.children.flatMap { $0.references(isWanted) }
        guard case .call(let id, let arguments) = form, isWanted(id.function) else { return inner }
        if id.function.isProperty { return [Template.Reference(id.function.fullName, place)] }
        guard let first = arguments.first, case .literal(.text(let name)) = first.form else {
            return inner
        }
        return [Template.Reference(name, first.place)] + inner
    }
}
