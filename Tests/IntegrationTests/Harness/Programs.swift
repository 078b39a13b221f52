import Foundation

/// The programs of the project, built beside the tests.
enum Programs {
    static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    static func path(_ name: String) -> String { folder + "/" + name }

    /// The root of the project, found from where this file is.
    static let project = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}
