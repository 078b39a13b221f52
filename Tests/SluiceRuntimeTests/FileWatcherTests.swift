import Foundation
import Glibc
import SluiceEngine
import SluiceModel
import Synchronization
import Testing

@testable import SluiceRuntime

/// Files in real folders. No test waits for a length of time, but for a report.
@Suite(.timeLimit(.minutes(1))) struct FileWatcherTests {
    /// A folder, a watcher and what it reports.
    private final class Bench: Sendable {
        let folder: String
        let reports: AsyncStream<FileReport>
        let watcher: FileWatcher

        init() throws {
            var template = Array("/tmp/sluice-files-XXXXXX".utf8CString)
            try #require(unsafe mkdtemp(&template) != nil)
            folder = String(
                decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let (reports, sink) = AsyncStream.makeStream(of: FileReport.self)
            self.reports = reports
            watcher = try FileWatcher { sink.yield($0) }
        }

        deinit {
            watcher.stop()
            // What is left below /tmp harms no other test.
            try? FileManager.default.removeItem(atPath: folder)
        }

        /// Closed after writing; old, so that it is complete for a look as well.
        func write(_ name: String, isOld: Bool = true) throws {
            let path = "\(folder)/\(name)"
            try Data("x".utf8).write(to: URL(filePath: path))
            if isOld { try age(name) }
        }

        func age(_ name: String) throws {
            var times = [timespec(tv_sec: 1_000, tv_nsec: 7), timespec(tv_sec: 1_000, tv_nsec: 7)]
            try #require(
                unsafe utimensat(AT_FDCWD, "\(folder)/\(name)", &times, 0) == 0)
        }

        func makeFolder(_ name: String) throws {
            try FileManager.default.createDirectory(
                atPath: path(name), withIntermediateDirectories: false)
        }

        func move(_ name: String, to other: String) throws {
            try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
        }

        func remove(_ name: String) throws {
            try FileManager.default.removeItem(atPath: path(name))
        }

        func path(_ name: String) -> String { "\(folder)/\(name)" }

        func watch(_ name: String, every interval: Int64 = 3_600_000, round: Int = 0) {
            let owner = FileWatch.Owner.job(JobID(1))
            watcher.watch([
                owner: FileWatch(
                    owner: owner, pattern: "\(folder)/\(name)", intervalMilliseconds: interval,
                    round: round)
            ])
        }

        /// The names of the next report that has `name` in it.
        func next(with name: String) async throws -> FileReport {
            for await report in reports where names(report).contains(name) { return report }
            throw CancellationError()
        }

        func names(_ report: FileReport) -> [String] {
            report.files.map { String($0.path.dropFirst(folder.count + 1)) }
        }
    }

    @Test func `what lies there is found at once, all of it`() async throws {
        let bench = try Bench()
        for name in ["b.csv", "a.csv", "a.txt", ".c.csv"] { try bench.write(name) }
        bench.watch("*.csv")
        let report = try await bench.next(with: "a.csv")
        #expect(report.isComplete)
        #expect(bench.names(report) == ["a.csv", "b.csv"])
        #expect(report.files.map(\.isSettled) == [true, true])
    }

    @Test func `a file counts when it is closed after writing, and not before`() async throws {
        let bench = try Bench()
        try bench.write("first.csv")
        bench.watch("*.csv")
        _ = try await bench.next(with: "first.csv")
        let file = unsafe fopen("\(bench.folder)/slow.csv", "w")
        defer { if let file = unsafe file { unsafe fclose(file) } }
        unsafe fputs("half", file)
        unsafe fflush(file)
        try bench.write("other.csv")
        let early = try await bench.next(with: "other.csv")
        #expect(bench.names(early) == ["other.csv"])
    }

    @Test func `a file that is written, moved here or linked is told of, and a folder`()
        async throws
    {
        let bench = try Bench()
        try bench.write("first")
        bench.watch("*")
        let first = try await bench.next(with: "first")
        try bench.write("written", isOld: false)
        let written = try await bench.next(with: "written")
        #expect(!written.isComplete)
        #expect(written.files.map(\.isSettled) == [true])
        try bench.move("first", to: "moved")
        let moved = try await bench.next(with: "moved")
        #expect(moved.files.map(\.mark) == first.files.map(\.mark))
        try FileManager.default.createSymbolicLink(
            atPath: bench.path("link"), withDestinationPath: bench.path("moved"))
        _ = try await bench.next(with: "link")
        try bench.makeFolder("folder")
        _ = try await bench.next(with: "folder")
    }

    @Test func `written anew it is another file; a folder is the same whatever is put into it`()
        async throws
    {
        let bench = try Bench()
        try bench.write("a")
        try bench.makeFolder("d")
        let now = SystemClock.now().wall
        let file = FileScan.file(at: "\(bench.folder)/a", now)
        let folder = FileScan.file(at: "\(bench.folder)/d", now)
        try bench.write("a", isOld: false)
        try bench.write("d/x")
        #expect(FileScan.file(at: "\(bench.folder)/a", now)?.mark != file?.mark)
        #expect(FileScan.file(at: "\(bench.folder)/d", now)?.mark == folder?.mark)
        #expect(folder?.isSettled == true)
    }

    @Test func `to a look a file is complete that was not written to for two seconds`() throws {
        let bench = try Bench()
        try bench.write("a")
        let path = "\(bench.folder)/a"
        for (milliseconds, isSettled) in [
            (1_000_000, false), (1_001_999, false), (1_002_000, true), (999_999, true),
        ] as [(Int64, Bool)] {
            let file = FileScan.file(at: path, Timestamp(milliseconds: milliseconds))
            #expect(file?.isSettled == isSettled, "at \(milliseconds)")
        }
    }

    @Test func `one that is not complete is looked at again soon`() async throws {
        let bench = try Bench()
        try bench.write("a", isOld: false)
        bench.watch("*")
        let first = try await bench.next(with: "a")
        // A slow machine finds it old enough at once.
        guard first.files.contains(where: { !$0.isSettled }) else { return }
        try bench.age("a")
        let second = try await bench.next(with: "a")
        #expect(second.isComplete)
        #expect(second.files.map(\.isSettled) == [true])
    }

    @Test func `a folder that is not there yet is waited for, and those of a pattern`()
        async throws
    {
        let bench = try Bench()
        bench.watch("a/*/in/*.csv")
        try bench.makeFolder("a")
        try bench.makeFolder("a/x")
        try bench.makeFolder("a/x/in")
        try bench.write("a/x/in/1.csv")
        _ = try await bench.next(with: "a/x/in/1.csv")
        try bench.makeFolder("a/y")
        try bench.makeFolder("a/y/in")
        try bench.write("a/y/in/2.csv")
        _ = try await bench.next(with: "a/y/in/2.csv")
        try bench.write("a/x/in/3.csv")
        _ = try await bench.next(with: "a/x/in/3.csv")
    }

    @Test func `a folder that was moved away and made anew is watched again`() async throws {
        let bench = try Bench()
        try bench.makeFolder("in")
        try bench.write("in/1")
        bench.watch("in/*")
        _ = try await bench.next(with: "in/1")
        try bench.move("in", to: "old")
        try bench.makeFolder("in")
        try bench.write("in/2")
        _ = try await bench.next(with: "in/2")
        try bench.write("in/3", isOld: false)
        _ = try await bench.next(with: "in/3")
    }

    @Test func `after the interval all are looked at again: what is gone is not there`()
        async throws
    {
        let bench = try Bench()
        try bench.write("a")
        try bench.write("b")
        bench.watch("*", every: 10)
        _ = try await bench.next(with: "a")
        try bench.remove("a")
        for await report in bench.reports where bench.names(report) == ["b"] {
            #expect(report.isComplete)
            return
        }
    }

    @Test func `another round has all of them looked at anew, and another pattern too`()
        async throws
    {
        let bench = try Bench()
        try bench.write("a")
        bench.watch("*")
        _ = try await bench.next(with: "a")
        bench.watch("*", round: 1)
        #expect(try await bench.next(with: "a").isComplete)
        bench.watch("[a-c]", round: 1)
        #expect(try await bench.next(with: "a").pattern.hasSuffix("[a-c]"))
    }

    @Test func `what is no longer watched is not told of`() async throws {
        let bench = try Bench()
        try bench.write("a")
        bench.watch("*")
        _ = try await bench.next(with: "a")
        bench.watch("c")
        try bench.write("b")
        try bench.write("c")
        for await report in bench.reports {
            #expect(!bench.names(report).contains("b"))
            if bench.names(report).contains("c") { return }
        }
    }

    @Test func `who waits for one is told of nothing while there is none`() async throws {
        let bench = try Bench()
        let (instance, job) = (
            FileWatch.Owner.instance(InstanceID(1)), FileWatch.Owner.job(JobID(1))
        )
        bench.watcher.watch([
            instance: FileWatch(
                owner: instance, pattern: "\(bench.folder)/x", intervalMilliseconds: 1)
        ])
        bench.watcher.watch([
            instance: FileWatch(
                owner: instance, pattern: "\(bench.folder)/x", intervalMilliseconds: 1),
            job: FileWatch(
                owner: job, pattern: "\(bench.folder)/x", intervalMilliseconds: 3_600_000),
        ])
        for await report in bench.reports {
            #expect(report.owner == job)
            break
        }
        try bench.write("x")
        for await report in bench.reports where report.owner == instance {
            #expect(bench.names(report) == ["x"])
            return
        }
    }

    @Test func `more than 10,000 are cut, and that is said`() throws {
        let bench = try Bench()
        for number in 0...Limits.matchingFiles {
            _ = FileManager.default.createFile(atPath: bench.path("\(number)"), contents: nil)
        }
        let scan = FileScan("\(bench.folder)/*", at: .zero)
        #expect(scan.files.count == Limits.matchingFiles)
        #expect(scan.isCut)
        #expect(!FileScan("\(bench.folder)/1*", at: .zero).isCut)
    }

    @Test(
        arguments: [
            ("/srv/in/*.csv", ["/srv/in"], "*.csv"),
            ("/srv/*/in/a", ["/srv", "/srv/*", "/srv/*/in"], "a"), ("/a", ["/"], "a"),
            ("/srv/in/a.csv", ["/srv/in"], "a.csv"), ("/*", ["/"], "*"),
        ])
    func `the folders of a pattern are those in which something can appear`(
        pattern: String, folders: [String], name: String,
    ) {
        let path = FilePath(pattern)
        #expect(path.folders == folders)
        #expect(path.name == name)
    }

    @Test func `it ends with the last one who has it, and closes what it opened`() throws {
        let before = Self.inotifyDescriptors
        for _ in 0..<100 { _ = try FileWatcher { _ in } }
        // Tests beside this one have some of their own.
        #expect(Self.inotifyDescriptors - before < 50)
    }

    private static var inotifyDescriptors: Int {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return (names ?? []).count { name in
            let link = "/proc/self/fd/\(name)"
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
            return target?.contains("inotify") == true
        }
    }
}
