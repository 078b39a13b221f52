// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in CI and under `make test`; a newer compiler's warnings stop nobody else.
let strict = Context.environment["SLUICE_STRICT"] == "1"

let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ] + (strict ? [.treatAllWarnings(as: .error)] : [])

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// No I/O, no async, no clock: what can be simulated.
let core: [Target] = [
    .target(name: "SluiceModel", swiftSettings: settings),
    .target(name: "SluiceExpression", dependencies: ["SluiceModel"], swiftSettings: settings),
    .target(
        name: "SluiceEngine", dependencies: ["SluiceModel", "SluiceExpression", deque, heap],
        swiftSettings: settings),
    .target(name: "SluiceRPC", swiftSettings: settings),
]

/// Messages as bytes.
let wire: [Target] = [
    .systemLibrary(
        name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
    .target(name: "CSluiceProto", dependencies: ["CProtobufC"]),
    .target(name: "CDescriptorProto", dependencies: ["CProtobufC"]),
    .executableTarget(
        name: "protoc-gen-sluice", dependencies: ["CDescriptorProto", "CProtobufC"],
        swiftSettings: settings),
    .target(
        name: "SluiceWire", dependencies: ["CSluiceProto", "CProtobufC", "SluiceRPC"],
        swiftSettings: settings),
]

/// The world around the engine: thread, disk, processes, socket.
let shell: [Target] = [
    .target(
        name: "SluiceAlmanac", dependencies: ["SluiceExpression", "SluiceModel"],
        swiftSettings: settings),
    .systemLibrary(name: "CTimerFD"),
    .systemLibrary(name: "CStatx"),
    .target(
        name: "SluiceRuntime",
        dependencies: ["CStatx", "CTimerFD", "SluiceEngine", "SluiceExpression", "SluiceModel"],
        swiftSettings: settings),
    .target(
        name: "SluiceStore",
        dependencies: [
            "SluiceRuntime", "SluiceEngine", "SluiceExpression", "SluiceModel", "SluiceWire", grdb,
            sqlite,
        ], swiftSettings: settings),
    .target(name: "CKeeperProtocol"),
    .target(
        name: "SluiceLauncher",
        dependencies: ["CKeeperProtocol", "SluiceRuntime", "SluiceModel"],
        swiftSettings: settings),
    .target(name: "CChildProcess"),
    .target(
        name: "SluiceNotifier",
        dependencies: ["CChildProcess", "SluiceRuntime", "SluiceModel", "SluiceWire", deque],
        swiftSettings: settings),
    .target(
        name: "SluiceTransport", dependencies: ["SluiceRPC", nioCore, nioPosix],
        swiftSettings: settings),
    .systemLibrary(
        name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(
        name: "SluiceJobFile",
        dependencies: ["CLibYAML", "SluiceModel", "SluiceExpression"], swiftSettings: settings),
    .target(
        name: "SluiceServices",
        dependencies: [
            "SluiceWire", "SluiceRPC", "SluiceRuntime", "SluiceStore", "SluiceLauncher",
            "SluiceEngine", "SluiceModel", "SluiceJobFile",
        ], swiftSettings: settings),
]

/// What people and programs use.
let outside: [Target] = [
    .target(
        name: "SluiceClient", dependencies: ["SluiceWire", "SluiceTransport", "SluiceRPC"],
        swiftSettings: settings),
    .target(
        name: "SluiceCommands",
        dependencies: [
            "SluiceClient", "SluiceWire", "SluiceRPC", "SluiceModel", "SluiceExpression",
            "SluiceAlmanac", "SluiceJobFile", arguments,
        ], swiftSettings: settings),
    .executableTarget(name: "sluice", dependencies: ["SluiceCommands"], swiftSettings: settings),
    .executableTarget(
        name: "sluiced",
        dependencies: [
            "SluiceServices", "SluiceTransport", "SluiceStore", "SluiceLauncher", "SluiceRuntime",
            "SluiceAlmanac", "SluiceEngine", "SluiceExpression", "SluiceNotifier", "SluiceWire",
            "SluiceRPC", "SluiceModel", arguments,
            .product(name: "Logging", package: "swift-log"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ], exclude: ["sluiced.service"], swiftSettings: settings),
    .executableTarget(
        name: "sluice-keeper", dependencies: ["CKeeperProtocol"],
        // Static and without the Swift start-up code: half a millisecond to start.
        linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"])]),
    .executableTarget(name: "sluice-node", dependencies: [sqlite], swiftSettings: settings),
]

/// A world without disk and processes, and measurements.
let lab: [Target] = [
    .target(
        name: "SluiceSimulation",
        dependencies: [
            "SluiceModel", "SluiceEngine", "SluiceExpression", "SluiceRuntime", "SluiceRPC",
        ], swiftSettings: settings),
    .executableTarget(
        name: "sluice-lab",
        dependencies: [
            "SluiceSimulation", "SluiceClient", "SluiceWire", "SluiceRPC", "SluiceAlmanac",
            "SluiceExpression", "SluiceModel", "SluiceRuntime", arguments,
        ], swiftSettings: settings),
]

let tests: [Target] = [
    .testTarget(
        name: "SluiceExpressionTests", dependencies: ["SluiceExpression", "SluiceModel"],
        exclude: ["Oracle"], swiftSettings: settings),
    .testTarget(
        name: "SluiceAlmanacTests",
        dependencies: ["SluiceAlmanac", "SluiceExpression", "SluiceModel"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceEngineTests",
        dependencies: ["SluiceModel", "SluiceEngine", "SluiceExpression", "SluiceSimulation"],
        exclude: ["Scenarios", "Oracle"], swiftSettings: settings),
    .testTarget(
        name: "SluiceSimulationTests", dependencies: ["SluiceSimulation"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceRuntimeTests",
        dependencies: ["SluiceRuntime", "SluiceSimulation", "SluiceEngine", "SluiceModel"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceServicesTests",
        dependencies: [
            "SluiceServices", "SluiceStore", "SluiceLauncher", "SluiceRuntime", "SluiceEngine",
            "SluiceWire", "SluiceRPC", "SluiceModel", "SluiceTransport", "SluiceClient",
        ], swiftSettings: settings),
    .testTarget(
        name: "SluiceRPCTests", dependencies: ["SluiceRPC", "SluiceSimulation"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceTransportTests",
        dependencies: ["SluiceTransport", "SluiceRPC", "SluiceSimulation"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceWireTests",
        dependencies: ["SluiceWire", "SluiceRPC", "CProtobufC", "CSluiceProto"],
        swiftSettings: settings),
    .testTarget(
        name: "protoc-gen-sluiceTests",
        dependencies: ["protoc-gen-sluice", "CDescriptorProto", "CProtobufC"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceJobFileTests",
        dependencies: ["SluiceJobFile", "SluiceExpression", "SluiceModel"],
        exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
        name: "SluiceStoreTests",
        dependencies: [
            "SluiceStore", "SluiceRuntime", "SluiceEngine", "SluiceExpression", "SluiceModel",
            "SluiceWire", grdb, sqlite,
        ], resources: [.copy("Fixtures")], swiftSettings: settings),
    .testTarget(
        name: "SluiceLauncherTests",
        dependencies: ["SluiceLauncher", "SluiceModel", "CKeeperProtocol", "sluice-keeper"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceNotifierTests",
        dependencies: ["SluiceNotifier", "SluiceRuntime", "SluiceModel"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceClientTests", dependencies: ["SluiceClient", "SluiceWire", "SluiceRPC"],
        swiftSettings: settings),
    .testTarget(
        name: "SluiceCommandsTests",
        dependencies: ["SluiceCommands", "SluiceClient", "SluiceWire", "SluiceRPC", arguments],
        exclude: ["Golden"], swiftSettings: settings),
    .testTarget(
        name: "SluiceNodeTests", dependencies: ["sluice-node"], swiftSettings: settings),
    .testTarget(
        name: "IntegrationTests",
        dependencies: [
            "SluiceClient", "SluiceWire", "SluiceRPC", "sluiced", "sluice", "sluice-keeper",
            "sluice-node", sqlite,
        ], swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
]

/// Exist only under SLUICE_FUZZ=1: libFuzzer owns their `main`.
let fuzzers: [Target] =
    Context.environment["SLUICE_FUZZ"] == "1"
    ? [.target(name: "FuzzDriver", path: "Tests/Fuzzers/FuzzDriver")]
        + [
            ("FuzzFrames", ["SluiceRPC", "SluiceWire"]), ("FuzzMessages", ["SluiceWire"]),
            ("FuzzJobFiles", ["SluiceJobFile"]),
            ("FuzzExpressions", ["SluiceExpression", "SluiceModel"]),
            ("FuzzTimes", ["SluiceExpression", "SluiceModel"]),
        ].map { name, dependencies in
            .executableTarget(
                name: name,
                dependencies: ["FuzzDriver"] + dependencies.map { .target(name: $0) },
                path: "Tests/Fuzzers/\(name)",
                swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
        } : []

let package = Package(
    name: "sluice",
    products: [
        // The client, the messages that it sends, and how a call ends.
        .library(
            name: "SluiceClient", targets: ["SluiceClient", "SluiceWire", "SluiceRPC"]),
        .executable(name: "sluice", targets: ["sluice"]),
        .executable(name: "sluiced", targets: ["sluiced"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: core + wire + shell + outside + lab + tests + fuzzers,
)
