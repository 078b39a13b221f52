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

    /// Names in `folder`.
    static func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            .sorted()
    }

    /// Names of the folders in `folder`.
    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder), includingPropertiesForKeys: [.isDirectoryKey]
        )
        .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        .map(\.lastPathComponent).sorted()
    }

    /// Every text file, read once.
    private static let all: [SourceFile] = ["Sources", "Tests", "proto", "clients", ".ci"]
        .flatMap { folder in
            let paths = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            return (paths?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
        }
        .sorted()
        // Folders, and what is no text, such as the corpora of the fuzzers.
        .compactMap { try? file($0) }

    /// Files below `folder` whose names end in one of `suffixes`, by path.
    static func files(in folder: String, _ suffixes: String...) -> [SourceFile] {
        all.filter { file in
            file.path.hasPrefix(folder + "/") && suffixes.contains { file.path.hasSuffix($0) }
        }
    }

    static func file(_ path: String) throws -> SourceFile {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return SourceFile(path: path, text: text)
    }

    /// Swift that people write and read.
    static func swift() -> [SourceFile] {
        all.filter { $0.path.hasSuffix(".swift") && !$0.isGenerated }
    }

    /// Every text that people write and read.
    static func texts() throws -> [SourceFile] {
        let suffixes = [
            ".swift", ".c", ".h", ".proto", ".sh", ".py", ".js", ".ts", ".yaml", ".md",
            ".modulemap", ".service",
        ]
        let below = all.filter { file in
            file.path.hasPrefix(".ci/") || suffixes.contains { file.path.hasSuffix($0) }
        }
        let above = try ["Package.swift", "README.md", "Makefile"].map(file)
        return (above + below).filter { !$0.isGenerated && !$0.path.contains("/Corpus/") }
    }
}

/// A file of the project.
struct SourceFile {
    /// From the project's root.
    let path: String
    let text: String
    let lines: [Substring]
    /// Of Swift, the lines without comments and without what is in strings; of others, `lines`.
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = path.hasSuffix(".swift") ? SwiftText(text).lines : lines
    }

    /// Written by a generator, which has rules of its own.
    var isGenerated: Bool {
        path.contains("/Generated/") || path.contains("/generated/")
            || path.contains(".pb-c.") || path.contains("_pb2.")
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
        offences(in: codeLines, isWrong)
    }

    private func offences(in lines: [Substring], _ isWrong: (Substring) -> Bool) -> [String] {
        zip(1..., lines).compactMap { number, line in
            isWrong(line) ? "\(path):\(number): \(line.trimmingCharacters(in: .whitespaces))" : nil
        }
    }
}

/// Whether a line has a word, byte for byte: much faster than asking a pattern.
func has(_ line: Substring, _ word: String) -> Bool {
    line.range(of: word, options: .literal) != nil
}
