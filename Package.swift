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

let package = Package(
    name: "sluice",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .target(name: "SluiceModel", swiftSettings: settings),
        .target(
            name: "SluiceExpression", dependencies: ["SluiceModel"], swiftSettings: settings),
        .target(
            name: "SluiceEngine",
            dependencies: [
                "SluiceModel", "SluiceExpression",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ], swiftSettings: settings),
        .target(name: "SluiceRPC", swiftSettings: settings),
        .target(
            name: "SluiceRuntime", dependencies: ["SluiceEngine", "SluiceModel"],
            swiftSettings: settings),
        .target(
            name: "SluiceSimulation",
            dependencies: ["SluiceModel", "SluiceEngine", "SluiceRuntime"],
            swiftSettings: settings),
        .testTarget(
            name: "SluiceEngineTests",
            dependencies: ["SluiceModel", "SluiceEngine", "SluiceSimulation"],
            exclude: ["Scenarios"], swiftSettings: settings),
    ],
)
