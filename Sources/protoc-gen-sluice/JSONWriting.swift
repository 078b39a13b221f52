// JSON of messages, in the order of the schema.

extension SchemaFile {
    func json() -> Source {
        var source = Source(of: path)
        for message in messages {
            source.line()
            message.writeJSON(into: &source)
        }
        return source
    }
}

extension Message {
    func writeJSON(into source: inout Source) {
        source.block("extension \(Names.last(fullName))") { source in
            source.block("public func writeJSON(into json: inout JSONWriter)") { source in
                source.line("json.beginObject()")
                for property in properties { property.writeJSON(into: &source) }
                source.line("json.endObject()")
            }
        }
    }
}

extension Property {
    fileprivate func writeJSON(into source: inout Source) {
        switch self {
        case .field(let field) where field.isRepeated:
            source.line("json.field(\"\(field.jsonName)\", list: self.\(field.property))")
        case .field(let field) where !field.type.isMessage:
            source.line("json.field(\"\(field.jsonName)\", self.\(field.property))")
        case .field(let field), .optional(let field, _):
            source.line("json.field(\"\(field.jsonName)\", ifPresent: self.\(field.property))")
        case .choice(let oneof, let members):
            source.cases("switch self.\(Names.property(oneof.name))") { source in
                source.line("case nil: break")
                for member in members {
                    source.line("case .\(member.property)(let value):")
                    source.line("    json.field(\"\(member.jsonName)\", value)")
                }
            }
        }
    }
}
