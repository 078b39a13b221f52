import Foundation

/// The files of the project, found from where this one is.
enum SourceTree {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Names at the top, without what git ignores.
    static func topNames() throws -> [String] {
        let ignored: Set = [".git", ".build", ".state", ".swiftpm", "Package.resolved"]
        return try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { !ignored.contains($0) }.sorted()
    }

    /// Names of the folders in `folder`.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .map(\.lastPathComponent).sorted()
    }

    /// Files below `folder` whose names end in one of `suffixes`, by path.
    static func files(in folder: String, _ suffixes: String...) throws -> [SourceFile] {
        let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return try (paths?.compactMap { $0 as? String } ?? [])
            .filter { path in suffixes.contains { path.hasSuffix($0) } }
            .sorted()
            .map { try file("\(folder)/\($0)") }
    }

    static func file(_ path: String) throws -> SourceFile {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return SourceFile(path: path, text: text)
    }

    /// Swift that people write and read.
    static func swift() throws -> [SourceFile] {
        try (files(in: "Sources", ".swift") + files(in: "Tests", ".swift"))
            .filter { !$0.isGenerated }
    }

    /// Every text that people write and read.
    static func texts() throws -> [SourceFile] {
        let folders = ["Sources", "Tests", "proto", "clients", ".ci"]
        let suffixes = [
            ".swift", ".c", ".h", ".proto", ".sh", ".py", ".yaml", ".md", ".modulemap", ".service",
            ".ci/run", ".ci/setup", ".ci/test-chroot",
        ]
        let below = try folders.flatMap { folder in
            try suffixes.flatMap { try files(in: folder, $0) }
        }
        let above = try ["Package.swift", "README.md", "Makefile"].map(file)
        return (above + below).filter { !$0.isGenerated }
    }
}

/// A file of the project.
struct SourceFile {
    /// From the project's root.
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Written by a generator, which has rules of its own.
    var isGenerated: Bool {
        path.contains("/Generated/") || path.contains(".pb-c.") || path.contains("/generated/")
    }

    /// The module or the folder of tests that the file belongs to.
    var module: String {
        String(path.split(separator: "/").dropFirst().first ?? "")
    }

    /// `path:line: text` for every line that `isWrong` says so of.
    func offences(_ isWrong: (Substring) -> Bool) -> [String] {
        offences(in: lines, isWrong)
    }

    /// The same, of the code without its comments and strings.
    func codeOffences(_ isWrong: (Substring) -> Bool) -> [String] {
        offences(in: SwiftText(text).codeLines, isWrong)
    }

    private func offences(in lines: [Substring], _ isWrong: (Substring) -> Bool) -> [String] {
        zip(1..., lines).compactMap { number, line in
            isWrong(line) ? "\(path):\(number): \(line.trimmingCharacters(in: .whitespaces))" : nil
        }
    }
}
