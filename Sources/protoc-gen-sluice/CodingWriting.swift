// How messages go to C and back: what nobody writes by hand.

extension SchemaFile {
    func coding() -> Source {
        var source = Source(of: path)
        source.line()
        source.line("import CProtobufC")
        source.line("import CSluiceProto")
        for message in messages {
            source.line()
            message.writeCoding(into: &source)
        }
        return source
    }
}

extension Message {
    func writeCoding(into source: inout Source) {
        let name = Names.last(fullName)
        let form = Names.cType(fullName)
        let initialize = Names.cFunctionPrefix(fullName) + "__init"
        source.block("extension \(name): WireMessage, @unsafe CBacked") { source in
            source.line("public static let messageName = \"\(fullName)\"")
            source.line("// Points to a constant of the C module.")
            source.line("nonisolated(unsafe) static let descriptor = unsafe SluiceWire.descriptor(")
            source.line("    from: \(initialize))")
            source.line()
            source.block("static func initialize(_ c: UnsafeMutablePointer<\(form)>)") {
                $0.line("unsafe \(initialize)(c)")
            }
            source.line()
            source.block("public init(decoding bytes: [UInt8]) throws(WireError)") {
                $0.line("self = try unsafe Self.decode(bytes)")
            }
            source.line()
            source.line(
                "public func encoded() throws(WireError) -> [UInt8] { try unsafe encode() }")
            source.line()
            source.block("init(reading c: UnsafePointer<\(form)>) throws(WireError)") { source in
                for property in properties { property.writeReading(into: &source) }
            }
            source.line()
            source.line("func fill(")
            source.line("    _ c: UnsafeMutablePointer<\(form)>, in arena: inout Arena,")
            source.block(") throws(WireError)") { source in
                for property in properties { property.writeFilling(into: &source) }
            }
        }
    }
}

// MARK: - Reading

extension Property {
    fileprivate func writeReading(into source: inout Source) {
        switch self {
        case .field(let field):
            source.line("self.\(field.property) = \(field.reading)")
        case .optional(let field, let oneof):
            source.block("if unsafe c.pointee.\(oneof.cCase).rawValue == \(field.number)") {
                $0.line("self.\(field.property) = \(field.reading)")
            }
        case .choice(let oneof, let members):
            source.cases("switch unsafe c.pointee.\(oneof.cCase).rawValue") { source in
                for member in members {
                    source.line("case \(member.number):")
                    source.line("    self.\(Names.property(oneof.name)) = \(member.choiceReading)")
                }
                source.line("default: break")
            }
        }
    }
}

extension Field {
    /// The value of the field in Swift, or the list of them.
    fileprivate var reading: String {
        let c = "c.pointee.\(cName)"
        return isRepeated ? listReading(c, "c.pointee.n_\(cName)") : valueReading(c)
    }

    private func valueReading(_ c: String) -> String {
        switch type {
        case .double, .float, .int32, .int64, .uint32, .uint64: "unsafe \(c)"
        case .bool: "unsafe \(c) != 0"
        case .string: "try unsafe CReading.text(\(c))"
        case .bytes: "unsafe CReading.bytes(\(c))"
        case .enumeration: "unsafe .init(rawValue: Int32(bitPattern: \(c).rawValue))"
        case .message: "try unsafe CReading.message(\(c))"
        }
    }

    private func listReading(_ c: String, _ count: String) -> String {
        switch type {
        case .double, .float, .int32, .int64, .uint32, .uint64:
            "unsafe CReading.numbers(\(c), \(count)) { $0 }"
        case .bool: "unsafe CReading.numbers(\(c), \(count)) { $0 != 0 }"
        case .string: "try unsafe CReading.texts(\(c), \(count))"
        case .bytes: "unsafe CReading.byteStrings(\(c), \(count))"
        case .enumeration:
            "unsafe CReading.numbers(\(c), \(count)) { "
                + ".init(rawValue: Int32(bitPattern: $0.rawValue)) }"
        case .message: "try unsafe CReading.messages(\(c), \(count))"
        }
    }

    /// A message in a choice is never nil, so it is mapped into its case.
    fileprivate var choiceReading: String {
        let value = valueReading("c.pointee.\(cName)")
        guard type.isMessage else { return ".\(property)(\(value))" }
        return "(\(value) as \(type.swift)?).map { .\(property)($0) }"
    }
}

// MARK: - Filling

extension Property {
    fileprivate func writeFilling(into source: inout Source) {
        switch self {
        case .field(let field):
            field.writeFilling("self.\(field.property)", into: &source)
        case .optional(let field, let oneof):
            source.block("if let value = self.\(field.property)") { source in
                source.line("unsafe c.pointee.\(oneof.cCase) = .init(rawValue: \(field.number))")
                field.writeFilling("value", into: &source)
            }
        case .choice(let oneof, let members):
            source.cases("switch self.\(Names.property(oneof.name))") { source in
                source.line("case nil: break")
                for member in members {
                    source.line("case .\(member.property)(let value):")
                    source.line(
                        "    unsafe c.pointee.\(oneof.cCase) = .init(rawValue: \(member.number))")
                    source.line("    " + member.filling("value"))
                }
            }
        }
    }
}

extension Field {
    fileprivate func writeFilling(_ value: String, into source: inout Source) {
        if isRepeated { source.line("unsafe c.pointee.n_\(cName) = \(value).count") }
        source.line(filling(value))
    }

    fileprivate func filling(_ value: String) -> String {
        "unsafe c.pointee.\(cName) = \(isRepeated ? listInC(value) : valueInC(value))"
    }

    private func valueInC(_ value: String) -> String {
        switch type {
        case .double, .float, .int32, .int64, .uint32, .uint64: value
        case .bool: "\(value) ? 1 : 0"
        case .string: "try arena.text(\(value), Self.messageName, \(number))"
        case .bytes: "try arena.bytes(\(value))"
        case .enumeration: ".init(rawValue: UInt32(bitPattern: \(value).rawValue))"
        case .message: "try arena.form(ifPresent: \(value))"
        }
    }

    private func listInC(_ list: String) -> String {
        switch type {
        case .double, .float, .int32, .int64, .uint32, .uint64:
            "try arena.numbers(\(list)) { $0 }"
        case .bool: "try arena.numbers(\(list)) { $0 ? 1 : 0 }"
        case .string: "try arena.texts(\(list), Self.messageName, \(number))"
        case .bytes: "try arena.byteStrings(\(list))"
        case .enumeration:
            "try arena.numbers(\(list)) { .init(rawValue: UInt32(bitPattern: $0.rawValue)) }"
        case .message: "try arena.forms(of: \(list))"
        }
    }
}

extension Oneof {
    fileprivate var cCase: String { Names.cField(name) + "_case" }
}
