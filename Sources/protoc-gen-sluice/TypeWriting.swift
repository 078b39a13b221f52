// The public face of a file: its enumerations and messages.

extension SchemaFile {
    func types() -> Source {
        var source = Source(of: path)
        for enumeration in enumerations {
            source.line()
            enumeration.write(into: &source)
        }
        for message in messages {
            source.line()
            message.writeType(into: &source)
        }
        return source
    }
}

extension Enumeration {
    /// Enumerations whose text is that of the domain (`manual-stop`), not the schema's name.
    private static let domainTexts: Set<String> = ["InstanceStatus", "NodeStatus"]

    func write(into source: inout Source) {
        source.comment(comment)
        source.block("public enum \(Names.last(fullName)): WireEnum") { source in
            for value in cases {
                source.comment(value.comment)
                source.line("case \(swiftName(value))")
            }
            source.line("/// A number that this version does not know.")
            source.line("case unrecognized(Int32)")
            source.line()
            source.line("/// Every value that this version knows, in the order of the schema.")
            source.list(
                "public static let allCases: [Self] = [", cases.map { ".\(swiftName($0))" }, "]")
            source.line()
            writeNumbers(into: &source)
            source.line()
            writeText(into: &source)
        }
    }

    private func writeNumbers(into source: inout Source) {
        source.block("public init(rawValue: Int32)") { source in
            source.cases("switch rawValue") { source in
                for value in cases {
                    source.line("case \(value.number): self = .\(swiftName(value))")
                }
                source.line("default: self = .unrecognized(rawValue)")
            }
        }
        source.line()
        source.block("public var rawValue: Int32") { source in
            source.cases("switch self") { source in
                for value in cases {
                    source.line("case .\(swiftName(value)): \(value.number)")
                }
                source.line("case .unrecognized(let number): number")
            }
        }
    }

    private func writeText(into source: inout Source) {
        source.block("public var text: String?") { source in
            source.cases("switch self") { source in
                for value in cases {
                    source.line("case .\(swiftName(value)): \"\(text(of: value))\"")
                }
                source.line("case .unrecognized: nil")
            }
        }
    }

    private func bare(_ value: Case) -> String {
        let prefix = Names.prefix(of: fullName)
        return value.name.hasPrefix(prefix)
            ? String(value.name.dropFirst(prefix.count)) : value.name
    }

    private func swiftName(_ value: Case) -> String { Names.property(bare(value)) }

    private func text(of value: Case) -> String {
        guard Self.domainTexts.contains(Names.last(fullName)) else { return bare(value) }
        return bare(value).lowercased().split(separator: "_").joined(separator: "-")
    }
}

extension Message {
    func writeType(into source: inout Source) {
        source.comment(comment)
        source.block("public struct \(Names.last(fullName)): Sendable, Hashable") { source in
            for property in properties {
                source.comment(property.comment)
                source.line("public var \(property.name): \(property.swiftType)")
            }
            for case .choice(let oneof, let members) in properties {
                source.line()
                writeChoice(oneof, members, into: &source)
            }
            if !properties.isEmpty { source.line() }
            writeInitializer(into: &source)
        }
    }

    private func writeChoice(_ oneof: Oneof, _ members: [Field], into source: inout Source) {
        source.comment(oneof.comment)
        source.block("public enum \(Names.upperCamel(oneof.name)): Sendable, Hashable") { source in
            for member in members {
                source.comment(member.comment)
                source.line("case \(member.property)(\(member.type.swift))")
            }
        }
    }

    private func writeInitializer(into source: inout Source) {
        guard !properties.isEmpty else { return source.line("public init() {}") }
        source.list(
            "public init(",
            properties.map { "\($0.name): \($0.swiftType) = \($0.defaultValue)" },
            ") {")
        for property in properties {
            source.line("    self.\(property.name) = \(property.name)")
        }
        source.line("}")
    }
}
