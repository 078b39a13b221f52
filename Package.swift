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
    targets: [
        .target(name: "SluiceModel", swiftSettings: settings),
        .target(name: "SluiceRPC", swiftSettings: settings),
        .target(
            name: "SluiceRuntime", dependencies: ["SluiceModel"], swiftSettings: settings),
    ],
)
