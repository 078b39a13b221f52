import SluiceRPC
import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct LogTests {
    /// A daemon whose log has so many numbered lines and gives at most `piece` bytes at once.
    private func shell(lines: Int, piece: Int = 1_000) -> Shell {
        let shell = Shell()
        let text = Array((1...lines).map { "line \($0)\n" }.joined().utf8)
        shell.daemon.on(InstanceServiceMethods.readLog) { (request: ReadLogRequest) in
            let offset =
                request.offset < 0 ? max(0, text.count + Int(request.offset)) : Int(request.offset)
            let end = min(offset + piece, text.count)
            return ReadLogResponse(
                data: Array(text[offset..<end]), offset: Int64(offset), nextOffset: Int64(end),
                size: Int64(text.count), end: end == text.count, attempt: 2)
        }
        return shell
    }

    @Test func `a log is printed piece by piece as it is`() async {
        let result = await shell(lines: 3, piece: 4).run("log 12/load")
        #expect(result.output == "line 1\nline 2\nline 3\n")
        #expect(result.remarks.isEmpty)
    }

    @Test func `the tail reaches back as far as it must`() async {
        let shell = shell(lines: 20_000)
        let result = await shell.run("log 12/load -n 15000")
        #expect(result.output.hasPrefix("line 5001\n"))
        #expect(result.output.hasSuffix("line 20000\n"))
    }

    @Test func `a tail longer than the log is the log`() async {
        #expect(await shell(lines: 2).run("log 12/load --tail 50").output == "line 1\nline 2\n")
        #expect(await shell(lines: 2).run("log 12/load --tail 0").output == "")
    }

    @Test func `an attempt is named in the target or by option`() async {
        for line in ["log 12/load#2", "log 12/load --attempt 2"] {
            let shell = shell(lines: 1)
            _ = await shell.run(line)
            let request = shell.daemon.requests(
                ReadLogRequest.self, of: InstanceServiceMethods.readLog)
            #expect(request.first?.attempt == 2)
        }
    }

    @Test func `an instance alone prints the nodes that ran, each under its name`() async {
        let shell = shell(lines: 1)
        shell.daemon.on(InstanceServiceMethods.getInstance) { (_: GetInstanceRequest) in
            failedDetails
        }
        let result = await shell.run("log 12")
        #expect(result.output == "line 1\nline 1\n")
        #expect(result.remarks == "==> 12/extract <==\n==> 12/load#2 <==\n")
    }
}
