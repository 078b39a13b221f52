import Glibc
import SluiceModel
import Synchronization
import Testing

@testable import SluiceLauncher

/// File objects as files, before the attempts that use them start.
@Suite(.timeLimit(.minutes(5))) struct ProvisionerTests {
    @Test func `attempts start when their folder is there, and share it`() async throws {
        try await ProvisionerWorld.run { world in
            let cat = { (number: Int) in
                AttemptStart.shell(
                    "cat $SLUICE_RESOURCES/f", number: number, pins: [.f(1), .g(2)])
            }
            for number in 1...3 { world.provisioner.start(cat(number)) }
            world.provisioner.flush()
            var outcomes: [AttemptID: Outcome] = [:]
            while outcomes.count < 3, let report = await world.outer.nextReport() {
                if case .ended(let id, let result) = report { outcomes[id] = result.outcome }
            }
            for number in 1...3 {
                let id = cat(number).id
                let log = try world.outer.log(of: id)
                #expect(log == "1 of f" && outcomes[id] == .success)
            }
            #expect(world.folders == [LauncherSettings.key(of: [.g(2), .f(1)])])
            #expect(world.reads == ["1 of f", "2 of g"])
        }
    }

    @Test func `an attempt that is stopped while it waits for its folder never starts`()
        async throws
    {
        try await ProvisionerWorld.run { world in
            let attempt = AttemptStart.shell("true", pins: [.f(1)])
            let next = AttemptStart.shell("true", number: 2, pins: [.f(1)])
            world.close()
            world.provisioner.start(attempt)
            world.provisioner.start(next)
            world.provisioner.stop(attempt.id, graceMilliseconds: 0)
            #expect(await world.outer.ended(attempt.id)?.outcome == .stopped)
            world.open()
            #expect(await world.outer.ended(next.id)?.outcome == .success)
            world.provisioner.requestCensus()
            world.provisioner.flush()
            #expect(await world.outer.nextCensus()?.ended.keys.sorted() == [next.id])
        }
    }

    @Test func `what waits for its folder is void once another census was taken in`() async throws {
        try await ProvisionerWorld.run { world in
            let old = AttemptStart.shell("true", pins: [.f(1)])
            let new = AttemptStart.shell("true", number: 2, pins: [.f(2)])
            world.close()
            world.provisioner.start(old)
            world.provisioner.accept(world.incarnation)
            world.provisioner.start(new)
            world.open()
            #expect(await world.outer.ended(new.id)?.outcome == .success)
            world.provisioner.requestCensus()
            world.provisioner.flush()
            #expect(await world.outer.nextCensus()?.ended.keys.sorted() == [new.id])
        }
    }

    @Test func `a version that is missing fails the attempt, a locked store puts it off`()
        async throws
    {
        try await ProvisionerWorld.run { world in
            let missing = AttemptStart.shell("true", pins: [.f(404)])
            world.provisioner.start(missing)
            #expect(
                await world.outer.ended(missing.id)?.outcome
                    == .couldNotStart("f: there is no version 404"))
            let later = AttemptStart.shell("true", number: 2, pins: [.f(503)])
            world.provisioner.start(later)
            #expect(
                await world.outer.nextReport()
                    == .deferred(later.id, reason: "f: the store is locked"))
            #expect(world.folders == [])
        }
    }

    @Test func `a folder without an attempt stays while there is room, the oldest goes first`()
        async throws
    {
        try await ProvisionerWorld.run { world in
            let mebibytes = Provisioner.idleBytes / 1024 / 1024
            let half = AttemptStart.shell("true", pins: [.large(mebibytes / 2)])
            let third = AttemptStart.shell("true", number: 2, pins: [.large(mebibytes / 3)])
            let most = AttemptStart.shell("true", number: 3, pins: [.large(mebibytes - 1)])
            for attempt in [half, third, most] {
                world.provisioner.start(attempt)
                world.provisioner.flush()
                _ = await world.outer.ended(attempt.id)
                world.provisioner.acknowledge(attempt.id)
            }
            // Made when the removals are done.
            let last = AttemptStart.shell("true", number: 4, pins: [.f(1)])
            world.provisioner.start(last)
            _ = await world.outer.ended(last.id)
            #expect(
                world.folders
                    == [most, last].map { LauncherSettings.key(of: $0.resources) }.sorted())
        }
    }

    @Test func `a daemon that finds attempts keeps their folders and removes the others`()
        async throws
    {
        try await ProvisionerWorld.run { world in
            let kept = LauncherSettings.key(of: [.f(1)])
            for name in [kept, "other", ".new-half"] {
                shell("mkdir -p \(world.root)/\(name) && touch \(world.root)/\(name)/f")
            }
            let running = AttemptCensus(
                incarnation: world.incarnation, running: [AttemptStart.shell("").id])
            world.provisioner.prepare(for: running)
            world.provisioner.adopt([(AttemptStart.shell("").id, [.f(1)])])
            let last = AttemptStart.shell("true", number: 2, pins: [.g(1)])
            world.provisioner.start(last)
            _ = await world.outer.ended(last.id)
            #expect(
                world.folders == [kept, LauncherSettings.key(of: last.resources)].sorted())

            world.provisioner.prepare(for: AttemptCensus(incarnation: world.incarnation))
            #expect(world.folders == [])
        }
    }
}

/// A provisioner before a real keeper, with a store that the test can close.
private final class ProvisionerWorld: Sendable {
    let outer = LauncherWorld()
    let provisioner: Provisioner
    let incarnation: Incarnation
    private let door: Door

    static func run(_ body: (ProvisionerWorld) async throws -> Void) async throws {
        let world = try ProvisionerWorld()
        defer { world.outer.end() }
        try await body(world)
    }

    private init() throws {
        let door = Door()
        self.door = door
        provisioner = Provisioner(outer.launcher) { (pin) throws(SluiceError) in
            try door.content(of: pin)
        }
        let census = try outer.launcher.connect()
        incarnation = census.incarnation
        provisioner.prepare(for: census)
        outer.listen(to: provisioner)
    }

    var root: String { outer.settings.stateFolder + "/resources" }
    var folders: [String] { FlatFolder.names(in: root).sorted() }
    var reads: [String] { door.reads }

    /// From now on nobody reads content.
    func close() { door.isOpen.withLock { $0 = false } }
    func open() { door.isOpen.withLock { $0 = true } }
}

/// What the store would answer.
private final class Door: Sendable {
    let isOpen = Mutex(true)
    private let read = Mutex<[String]>([])

    var reads: [String] { read.withLock { $0 } }

    func content(of pin: FilePin) throws(SluiceError) -> [UInt8] {
        while !isOpen.withLock({ $0 }) { sched_yield() }
        if pin.name == "large" {
            return [UInt8](repeating: 7, count: pin.version * 1024 * 1024)
        }
        switch pin.version {
        case 404:
            throw SluiceError(.notFound, reason: "GONE", "there is no version 404")
        case 503:
            throw SluiceError(.unavailable, reason: "LOCKED", "the store is locked")
        default:
            let text = "\(pin.version) of \(pin.name)"
            read.withLock { $0.append(text) }
            return Array(text.utf8)
        }
    }
}

extension FilePin {
    fileprivate static func f(_ version: Int) -> FilePin {
        FilePin(name: "f", object: ObjectID(1), version: version)
    }

    fileprivate static func g(_ version: Int) -> FilePin {
        FilePin(name: "g", object: ObjectID(2), version: version)
    }

    /// A file of so many MiB.
    fileprivate static func large(_ mebibytes: Int64) -> FilePin {
        FilePin(name: "large", object: ObjectID(3), version: Int(mebibytes))
    }
}

extension AttemptStart {
    fileprivate static func shell(
        _ script: String, number: Int = 1, pins: [FilePin],
    ) -> AttemptStart {
        var attempt = shell(script, number: number)
        attempt.resources = pins
        return attempt
    }
}
