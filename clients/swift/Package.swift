// swift-tools-version: 6.2
import PackageDescription

/// All that a program of its own needs: a dependency on the project, and its product.
let client: [Target.Dependency] = [.product(name: "SluiceClient", package: "sluice")]

/// What a user would do.
let samples = ["alert-on-failure", "retry-failed", "run-and-wait", "tail-log"]

let package = Package(
    name: "sluice-samples",
    dependencies: [.package(name: "sluice", path: "../..")],
    targets: samples.map {
        .executableTarget(name: $0, dependencies: client, path: "samples/\($0)")
    } + [
        .systemLibrary(name: "CZlib", path: "zlib", pkgConfig: "zlib"),
        .executableTarget(
            name: "conformance", dependencies: client + ["CZlib"], path: "conformance"),
    ],
)
