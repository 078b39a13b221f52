import Foundation
import SluiceClient
import SluiceRPC
import SluiceWire
import Testing

/// File objects as the nodes of instances find them.
@Suite(.timeLimit(.minutes(10))) struct ResourceTests {
    private static let print = """
        name: print
        resources: [shops.csv, tool.sh]
        nodes:
          - name: a
            type: Shell
            script: cat "$SLUICE_RESOURCES/shops.csv"; sh "$SLUICE_RESOURCES/tool.sh"
        """

    @Test func `a node finds the files of its job and nothing else, and cannot write to them`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.put("shops.csv", "north\n")
            try await daemon.sluice.put("tool.sh", "echo tool")
            try await daemon.sluice.put("other", "x")
            try await daemon.sluice.submit(
                """
                name: look
                resources: [shops.csv, tool.sh]
                nodes:
                  - name: a
                    type: Shell
                    script: |
                      cd "$SLUICE_RESOURCES"; ls; stat -c '%a %n' . *
                  - {name: b, type: Shell, script: echo "$SLUICE_RESOURCES"}
                """)
            let id = try await daemon.sluice.run("look")
            #expect(try await daemon.sluice.ended(id).status == .success)
            #expect(
                try await daemon.sluice.text(of: id, "a") == """
                    shops.csv
                    tool.sh
                    555 .
                    444 shops.csv
                    444 tool.sh

                    """)
            #expect(
                try await daemon.sluice.text(of: id, "b").hasPrefix(world.state + "/resources/"))
        }
    }

    @Test func `a SQL node imports a file object`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.put("rates.tsv", "name\trate INTEGER\na\t3\nb\t4\n")
            let source = { (resources: String) in
                """
                name: rates
                resources: [\(resources)]
                connections: {db: {type: sqlite, path: \(world.folder)/rates.db}}
                nodes:
                  - name: load
                    type: SQL
                    connection: db
                    properties: {import.rates: $SLUICE_RESOURCES/rates.tsv}
                    script: SELECT sum(rate) AS total FROM rates;
                """
            }
            try await daemon.sluice.submit(source("rates.tsv"))
            let ended = try await daemon.sluice.ended(try await daemon.sluice.run("rates"))
            #expect(try ended.node("load").outputs.map(\.value) == ["7"])
            try await daemon.sluice.submit(source(""))
            let bare = try await daemon.sluice.run("rates")
            #expect(try await daemon.sluice.ended(bare).status == .fail)
            let log = try await daemon.sluice.text(of: bare, "load")
            #expect(
                log.contains("there is no $SLUICE_RESOURCES/rates.tsv: the job names no resources"))
        }
    }

    @Test func `a job without resources has no folder`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.submit(
                "name: bare\nnodes: [{name: a, type: Shell, script: 'echo ${SLUICE_RESOURCES-}.'}]")
            let id = try await daemon.sluice.run("bare")
            _ = try await daemon.sluice.ended(id)
            #expect(try await daemon.sluice.text(of: id, "a") == ".\n")
        }
    }

    @Test func `an instance keeps the versions that it was made with, also in a retry`()
        async throws
    {
        try await World.withDaemon { world, daemon in
            let gate = Gate(world)
            try await daemon.sluice.put("shops.csv", "old\n")
            try await daemon.sluice.submit(
                """
                name: kept
                resources: [shops.csv]
                nodes:
                  - {name: a, type: Shell, script: "\(gate.arrive); \(gate.pass)"}
                  - name: b
                    type: Shell
                    dependsOn: a
                    script: cat "$SLUICE_RESOURCES/shops.csv"
                """)
            let id = try await daemon.sluice.run("kept")
            try await gate.arrived()
            try await daemon.sluice.put("shops.csv", "new\n")
            gate.open()
            #expect(try await daemon.sluice.ended(id).status == .success)
            #expect(try await daemon.sluice.text(of: id, "b") == "old\n")

            gate.open(2)
            try await daemon.sluice.retry("kept", id, .firstNode)
            let again = try await daemon.sluice.ended(id)
            #expect(again.instance?.run == 2)
            #expect(again.instance?.resources.map(\.objectName) == ["shops.csv"])
            #expect(again.instance?.resources.map(\.version) == [1])
            #expect(try await daemon.sluice.text(of: id, "b", attempt: 2) == "old\n")
            let next = try await daemon.sluice.run("kept")
            _ = try await daemon.sluice.ended(next)
            #expect(try await daemon.sluice.text(of: next, "b") == "new\n")
        }
    }

    @Test func `a retry on the current version takes the current files`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.put("shops.csv", "old\n")
            try await daemon.sluice.put("tool.sh", "exit 3")
            try await daemon.sluice.submit(Self.print)
            let id = try await daemon.sluice.run("print")
            #expect(try await daemon.sluice.ended(id).status == .fail)
            try await daemon.sluice.put("tool.sh", "echo good")
            for (version, status) in [
                (RetryTaskVersion.original, InstanceStatus.fail), (.current, .success),
            ] {
                _ = try await daemon.sluice.instances.retryInstances(
                    RetryInstancesRequest(
                        options: .once(), jobName: "print", retryLocation: .errorNode,
                        retryTaskVersion: version, taskRetrys: [TaskRetry(instanceId: id)]))
                #expect(try await daemon.sluice.ended(id).status == status)
            }
            #expect(try await daemon.sluice.text(of: id, "a", attempt: 3) == "old\ngood\n")
        }
    }

    @Test func `an old version that names what is gone does not run`() async throws {
        try await World.withDaemon { _, daemon in
            try await daemon.sluice.put("shops.csv", "north\n")
            try await daemon.sluice.put("tool.sh", "true")
            try await daemon.sluice.submit(Self.print)
            try await daemon.sluice.submit("name: print\nnodes: [{name: a, type: Dummy}]")
            _ = try await daemon.sluice.objects.deleteObject(
                DeleteObjectRequest(options: .once(), objectName: "tool.sh"))
            let status = try await refusal { () async throws(Status) in
                try await daemon.sluice.instances.runJob(
                    RunJobRequest(options: .once(), jobName: "print", version: 1))
            }
            #expect(status.reason == "RESOURCE_MISSING")
            #expect(status.message.contains("resources[1]: there is no file object 'tool.sh'"))
        }
    }

    @Test func `files outlive the daemon that made them, and go when nobody needs them`()
        async throws
    {
        try await World.run { world in
            let gate = Gate(world)
            let daemon = try await world.startDaemon()
            try await daemon.sluice.put("shops.csv", "north\n")
            for job in ["held", "done"] {
                try await daemon.sluice.submit(
                    """
                    name: \(job)
                    resources: [shops.csv]
                    params: {wait: ""}
                    nodes:
                      - name: a
                        type: Shell
                        script: |
                          ${wait}
                          cat "$SLUICE_RESOURCES/shops.csv"
                    """)
            }
            _ = try await daemon.sluice.ended(try await daemon.sluice.run("done"))
            try await daemon.sluice.put("shops.csv", "east\n")
            let id = try await daemon.sluice.run(
                "held", ["wait": "\(gate.arrive); \(gate.pass)"])
            try await gate.arrived()
            #expect(world.resourceFolders.count == 2)
            try await daemon.kill()

            let next = try await world.startDaemon()
            gate.open()
            #expect(try await next.sluice.ended(id).status == .success)
            #expect(try await next.sluice.text(of: id, "a") == "east\n")
            try await next.stop()
            // Nothing runs: what is left is of no use.
            let last = try await world.startDaemon()
            #expect(world.resourceFolders == [])
            _ = try await last.sluice.ended(try await last.sluice.run("done"))
            #expect(world.resourceFolders.count == 1)
        }
    }

    @Test func `a daemon that is killed while it makes files leaves nothing half`() async throws {
        try await World.run { world in
            let daemon = try await world.startDaemon()
            let names = (100..<300).map { "file-\($0)" }
            for name in names { try await daemon.sluice.put(name, name) }
            try await daemon.sluice.submit(
                """
                name: many
                resources: [\(names.joined(separator: ", "))]
                nodes: [{name: a, type: Shell, script: cat "$SLUICE_RESOURCES"/*}]
                """)
            let id = try await daemon.sluice.run("many")
            try await daemon.kill()

            let next = try await world.startDaemon()
            let ended = try await next.sluice.ended(id)
            #expect(ended.status == .success)
            #expect(try ended.node("a").attempt == 1)
            #expect(try await next.sluice.text(of: id, "a") == names.joined())
            #expect(world.resourceFolders.count == 1)
        }
    }

    @Test func `a folder that cannot be made fails the node with the reason`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.put("shops.csv", "north\n")
            try await daemon.sluice.put("tool.sh", "true")
            try await daemon.sluice.submit(Self.print)
            _ = try world.write("no folder", to: "state/resources")
            let failed = try await daemon.sluice.ended(try await daemon.sluice.run("print"))
            #expect(failed.status == .fail)
            let reason = try failed.node("a").reason
            #expect(reason == "could not start: the files of its resources: Not a directory")
        }
    }

    @Test func `many attempts share one folder and each starts once`() async throws {
        try await World.withDaemon { world, daemon in
            try await daemon.sluice.put("shops.csv", "north\n")
            let nodes = (1...40).map { "  - {name: n\($0), type: Shell, script: *print}\n" }
            try await daemon.sluice.submit(
                "name: wide\nresources: [shops.csv]\nnodes:\n"
                    + "  - name: first\n    type: Shell\n"
                    + "    script: &print 'cat \"$SLUICE_RESOURCES\"/shops.csv'\n"
                    + nodes.joined())
            let id = try await daemon.sluice.run("wide")
            let ended = try await daemon.sluice.ended(id)
            #expect(ended.status == .success && ended.nodes.allSatisfy { $0.attempt == 1 })
            #expect(try await daemon.sluice.text(of: id, "n40") == "north\n")
            #expect(world.resourceFolders.count == 1)
        }
    }
}

extension World {
    /// Names of the folders with files of attempts.
    fileprivate var resourceFolders: [String] {
        // There is no such folder before the first attempt.
        (try? FileManager.default.contentsOfDirectory(atPath: state + "/resources")) ?? []
    }
}

extension Sluice {
    /// What an attempt has written; attempt 0 is the latest.
    fileprivate func text(
        of instance: Int64, _ node: String, attempt: Int32 = 0,
    ) async throws(Status) -> String {
        let reply = try await instances.readLog(
            ReadLogRequest(instanceId: instance, nodeName: node, attempt: attempt))
        return String(decoding: reply.data, as: UTF8.self)
    }
}
