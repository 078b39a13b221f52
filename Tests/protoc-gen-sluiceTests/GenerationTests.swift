import Testing

@testable import protoc_gen_sluice

@Suite struct GenerationTests {
    private let file = SchemaFile(
        path: "sluice/v1/try_service.proto",
        enumerations: [
            Enumeration(
                fullName: "sluice.v1.NodeStatus", comment: "",
                cases: [
                    .init(name: "NODE_STATUS_UNSPECIFIED", number: 0, comment: ""),
                    .init(name: "NODE_STATUS_MANUAL_STOP", number: 7, comment: "By hand."),
                ]),
            Enumeration(
                fullName: "sluice.v1.Color", comment: "",
                cases: [.init(name: "COLOR_DARK_RED", number: 0, comment: "")]),
        ],
        messages: [
            Message(
                fullName: "sluice.v1.Try", comment: "A try.",
                properties: [
                    .optional(
                        .example("end_time", 1, .int64),
                        oneof: Oneof(name: "has_end_time", comment: "Absent until the end.")),
                    .choice(
                        Oneof(name: "shape", comment: ""),
                        [.example("text", 2, .string), .example("pair", 3, .message("a.Pair"))]),
                    .field(.example("tries", 4, .message("sluice.v1.Try"), repeated: true)),
                ])
        ],
        services: [
            Service(
                fullName: "sluice.v1.TryService", comment: "Tries.",
                methods: [
                    Method(
                        name: "FollowTry", comment: "", request: "A", reply: "B",
                        kind: .serverStreaming, role: 3, reach: 1)
                ])
        ])

    private func text(_ name: String) -> String {
        generate([file]).first { $0.name == name }?.text ?? ""
    }

    @Test func `a schema becomes a file for each purpose`() {
        #expect(
            generate([file]).map(\.name) == [
                "TryService.swift", "TryServiceCoding.swift", "TryServiceJSON.swift",
                "TryServiceMethods.swift", "AllMessages.swift",
            ])
    }

    @Test func `statuses have the domain's text, other enumerations the schema's`() {
        #expect(text("TryService.swift").contains("case .manualStop: \"manual-stop\""))
        #expect(text("TryService.swift").contains("case .darkRed: \"DARK_RED\""))
    }

    @Test func `a oneof with one member is an optional property`() {
        #expect(
            text("TryService.swift").contains(
                """
                    /// Absent until the end.
                    public var endTime: Int64?
                """))
        #expect(
            text("TryServiceCoding.swift").contains(
                """
                        if let value = self.endTime {
                            unsafe c.pointee.has_end_time_case = .init(rawValue: 1)
                            unsafe c.pointee.end_time = value
                        }
                """))
        #expect(
            text("TryServiceJSON.swift").contains(
                "json.field(\"endTime\", ifPresent: self.endTime)"))
    }

    @Test func `a oneof with several members is an enumeration with payloads`() {
        #expect(
            text("TryService.swift").contains(
                """
                    public enum Shape: Sendable, Hashable {
                        case text(String)
                        case pair(Pair)
                    }
                """))
        #expect(
            text("TryServiceCoding.swift").contains(
                """
                        case .text(let value):
                            unsafe c.pointee.shape_case = .init(rawValue: 2)
                            unsafe c.pointee.text = try arena.text(value, Self.messageName, 2)
                """))
    }

    @Test func `a server stream gives its handler a stream and its caller a sequence`() {
        let methods = text("TryServiceMethods.swift")
        #expect(methods.contains("kind: .serverStreaming, role: 3, reach: 1)"))
        #expect(
            methods.contains(
                "_ request: A, _ replies: ReplyStream<B>, _ context: CallContext,"))
        #expect(methods.contains("async throws(Status) -> ReplySequence<B>"))
    }
}

extension Field {
    fileprivate static func example(
        _ name: String, _ number: Int32, _ type: FieldType, repeated: Bool = false,
    ) -> Field {
        Field(
            name: name, jsonName: Names.lowerCamel(name), number: number, type: type,
            isRepeated: repeated, comment: "")
    }
}
