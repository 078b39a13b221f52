import SluiceWire

extension ApplyPlace {
    /// `3 objects would change in development:`
    func sentence(_ count: Int, isPreview: Bool) -> String {
        "\(counted(count, "object")) \(isPreview ? "would change" : "changed") in \(words):"
    }
}

extension Session {
    func showDifferences(of previews: [AppliedObject]) {
        for preview in previews { showDiff(preview.step.difference) }
    }
}

extension Printer {
    func show(_ objects: [AppliedObject], _ sentence: String) throws(Failure) {
        switch format {
        case .json, .jsonl, .yaml, .dot, .mermaid, .svg:
            let trees = objects.map { JSONTree($0) }
            try show(fields.isEmpty ? trees : trees.map { $0.picking(fields) })
        case .csv, .name: try showRows(objects, as: .appliedObjects)
        case .table, .wide:
            console.writeLine(sentence)
            writeTable(try table(objects, as: .appliedObjects))
        }
    }
}

extension Listing where Row == AppliedObject {
    fileprivate static var appliedObjects: Self {
        Self(
            name: { $0.step.object.name },
            columns: [
                .text("objectName", "OBJECT", canShrink: true) { $0.step.object.name },
                .text("kind", "KIND") { $0.step.object.kind.hyphenated },
                Column(field: "change", heading: .init(title: "CHANGE")) { row, _ in
                    Table.Cell(row.step.change.rawValue, row.step.change.style)
                },
                .number("version", "VERSION") { Int64($0.version) },
                .text("file", "FILE", canShrink: true) { $0.step.object.path },
            ])
    }
}
