import Testing

/// Arrows between modules point inward.
struct ImportTests {
    /// What a module may import of the project and of packages.
    private static let allowed: [String: Set<String>] = [
        "SluiceModel": [],
        "SluiceExpression": ["SluiceModel"],
        "SluiceEngine": [
            "SluiceModel", "SluiceExpression", "DequeModule", "HeapModule", "OrderedCollections",
            "BitCollections",
        ],
        "SluiceRPC": [],
        "CProtobufC": [],
        "CSluiceProto": [],
        "CDescriptorProto": [],
        "CLibYAML": [],
        "CKeeperProtocol": [],
        "CTimerFD": [],
        "CChildProcess": [],
        "CStatx": [],
        "SluiceWire": ["CSluiceProto", "CProtobufC", "SluiceRPC"],
        "SluiceAlmanac": ["SluiceExpression", "SluiceModel"],
        "SluiceRuntime": [
            "CStatx", "CTimerFD", "SluiceEngine", "SluiceExpression", "SluiceModel",
        ],
        "SluiceStore": [
            "SluiceRuntime", "SluiceEngine", "SluiceExpression", "SluiceModel", "SluiceWire",
            "GRDB", "GRDBSQLite",
        ],
        "SluiceLauncher": ["SluiceRuntime", "SluiceEngine", "SluiceModel", "CKeeperProtocol"],
        "SluiceNotifier": [
            "CChildProcess", "SluiceRuntime", "SluiceModel", "SluiceWire", "DequeModule",
        ],
        "SluiceTransport": ["SluiceRPC", "NIOCore", "NIOPosix"],
        "SluiceJobFile": ["SluiceModel", "SluiceExpression", "CLibYAML"],
        "SluiceServices": [
            "SluiceWire", "SluiceRPC", "SluiceRuntime", "SluiceStore", "SluiceLauncher",
            "SluiceJobFile", "SluiceEngine", "SluiceModel",
        ],
        "SluiceClient": ["SluiceWire", "SluiceTransport", "SluiceRPC", "SluiceModel"],
        "SluiceCommands": [
            "SluiceClient", "SluiceWire", "SluiceRPC", "SluiceModel", "SluiceExpression",
            "SluiceAlmanac", "SluiceEngine", "SluiceJobFile", "ArgumentParser",
        ],
        "SluiceSimulation": [
            "SluiceRuntime", "SluiceEngine", "SluiceExpression", "SluiceRPC", "SluiceModel",
        ],
        "protoc-gen-sluice": ["CProtobufC", "CDescriptorProto"],
        "sluice": ["SluiceCommands"],
        "sluice-keeper": [],
        "sluice-node": ["SluiceModel", "GRDB", "GRDBSQLite"],
    ]

    /// Composition roots: they may import every module.
    private static let roots: Set = ["sluiced", "sluice-lab"]

    /// No I/O, no async, no clock.
    private static let core: Set = ["SluiceModel", "SluiceExpression", "SluiceEngine", "SluiceRPC"]

    /// The system's modules; Foundation is none of them, since it is slow to start.
    private static let system: Set = ["Glibc", "Musl", "Synchronization", "Dispatch"]

    @Test func `every module is in the table of imports`() throws {
        let known = Self.roots.union(Self.allowed.keys)
        #expect(try SourceTree.folders(in: "Sources").filter { !known.contains($0) } == [])
    }

    @Test func `a module imports what the table allows`() throws {
        let files = SourceTree.files(in: "Sources", ".swift")
            .filter { !Self.roots.contains($0.module) }
        expectNone(
            files.flatMap { file in
                file.codeOffences { line in
                    guard let name = imported(line) else { return false }
                    return !mayImport(file.module, name)
                }
            })
    }

    @Test func `core modules have no tasks, clocks, dice and output`() throws {
        // The protocols of SluiceRPC name the async handlers that the transport runs.
        let asyncWords = /\b(?:async|await|Task|actor)\b/
        let worldly = /\b(print|debugPrint|dump|getenv|Date|SystemRandomNumberGenerator)\s*\(/
        let clocks = /(ContinuousClock|SuspendingClock|SystemClock)(\(\)|\.now\b)|\.random\(/
        let files = Self.core.sorted().flatMap { module in
            SourceTree.files(in: "Sources/\(module)", ".swift")
        }
        expectNone(
            files.flatMap { file in
                file.codeOffences { line in
                    let isAsync = file.module != "SluiceRPC" && line.contains(asyncWords)
                    guard has(line, "(") || has(line, "Clock") else { return isAsync }
                    return isAsync || line.contains(worldly) || line.contains(clocks)
                }
            })
    }

    @Test func `only the client and what it shows is public`() throws {
        let open: Set = ["SluiceClient", "SluiceWire", "SluiceRPC"]
        let files = SourceTree.files(in: "Sources", ".swift")
            .filter { !open.contains($0.module) }
        expectNone(
            files.flatMap { file in
                file.codeOffences { has($0, "public") && $0.contains(/\bpublic\s+\w/) }
            })
    }

    private func mayImport(_ module: String, _ name: String) -> Bool {
        if Self.system.contains(name) { return !Self.core.contains(module) }
        return Self.allowed[module]?.contains(name) == true
    }

    private func imported(_ line: Substring) -> String? {
        guard has(line, "import ") else { return nil }
        let pattern = /^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?([A-Za-z_]\w*)(?:\.\w+)*\s*$/
        return line.firstMatch(of: pattern).map { String($0.1) }
    }
}
