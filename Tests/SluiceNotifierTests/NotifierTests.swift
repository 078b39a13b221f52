import Glibc
import SluiceModel
import Synchronization
import Testing

@testable import SluiceNotifier

@Suite(.timeLimit(.minutes(2))) struct NotifierTests {
    private let receiver = Receiver()

    private static let json = """
        {"notificationId":7,"occasion":"FAILURE","workspace":"default",\
        "environment":"PRODUCTION","jobName":"nightly","version":3,"instanceId":12,"run":2,\
        "status":"fail","planTime":1000,"startTime":1500,"endTime":2750,"durationMs":1250,\
        "reason":"node 'load' failed: exit 3",\
        "failedNodes":[{"nodeName":"load","reason":"exit 3: \\"no\\" room\\n"}],\
        "failedTotal":1,"look":"sluice show 12"}
        """

    // MARK: - Commands

    @Test func `a command reads what happened as JSON`() async {
        #expect(await receiver.shell("cat >'\(receiver.folder)/a'") == nil)
        #expect(receiver.text(of: "a") == Self.json + "\n")
    }

    @Test func `what has not begun has no times in the JSON`() async {
        var notification = Notification.sample(
            .command(["sh", "-c", "cat >'\(receiver.folder)/a'"]))
        notification.subject.startTime = nil
        notification.subject.endTime = nil
        notification.subject.milliseconds = nil
        receiver.notifier.deliver(notification)
        #expect(await receiver.report()?.error == nil)
        let text = receiver.text(of: "a")
        #expect(text.contains("\"planTime\":1000,\"reason\""))
    }

    @Test func `its environment says the most, and has nothing else of the daemon's`() async {
        _ = unsafe setenv("SLUICE_SECRET_OF_THE_DAEMON", "x", 1)
        #expect(
            await receiver.shell("env >'\(receiver.folder)/a'; pwd >>'\(receiver.folder)/a'") == nil
        )
        let lines = receiver.text(of: "a").split(separator: "\n").map(String.init)
        for line in [
            "SLUICE_JOB=nightly", "SLUICE_INSTANCE=12", "SLUICE_STATUS=fail",
            "SLUICE_OCCASION=FAILURE", "SLUICE_NOTIFICATION=7", "SLUICE_RUN=2",
            "SLUICE_WORKSPACE=default", "SLUICE_PLAN_TIME=1000",
            "SLUICE_REASON=node 'load' failed: exit 3",
        ] { #expect(lines.contains(line)) }
        #expect(!lines.contains { $0.hasPrefix("SLUICE_SECRET") })
        #expect(lines.contains { $0.hasPrefix("PATH=") } && lines.last == "/")
    }

    @Test(arguments: [
        ("exit 3", "exit 3"),
        ("echo 'no such user' >&2; exit 1", "exit 1: no such user"),
        ("kill -9 $$", "killed by signal 9"),
        ("echo out; exit 0", nil),
    ])
    func `how a command ends says whether it was delivered`(script: String, error: String?) async {
        #expect(await receiver.shell(script) == error)
    }

    @Test func `of a long standard error the end is kept`() async throws {
        let script = "seq 1 200000 >&2; echo 'ende ü' >&2; exit 1"
        let error = try #require(await receiver.shell(script))
        #expect(error.hasPrefix("exit 1: ") && error.hasSuffix("\n200000\nende ü"))
        #expect(error.utf8.count <= Program.errorBytes + "exit 1: ".utf8.count)
    }

    @Test func `a standard error that is no text harms nobody`() async throws {
        let error = await receiver.shell("printf 'a\\000b\\377c' >&2; exit 1")
        #expect(error == "exit 1: a?b\u{FFFD}c")
    }

    @Test func `input that nobody reads harms nobody`() async {
        #expect(await receiver.deliver(.command(["true"])) == nil)
        #expect(await receiver.shell("exec 0<&-; exit 0") == nil)
    }

    @Test func `a command that takes too long is killed with all that it has started`() async {
        let path = "\(receiver.folder)/a"
        _ = unsafe mkfifo(path, 0o600)
        var pipe = pollfd(fd: unsafe open(path, O_RDONLY | O_NONBLOCK), events: 0, revents: 0)
        defer { close(pipe.fd) }
        let script = "exec 9>'\(path)'; echo waiting >&2; sleep 600 & wait"
        let error = await receiver.shell(script, timeout: 1_000)
        #expect(error == "timeout after 1000 ms: waiting")
        // Hung up once nobody has it open any more.
        #expect(unsafe poll(&pipe, 1, 60_000) == 1 && pipe.revents == Int16(POLLHUP))
    }

    @Test func `what it leaves behind does not hold it up`() async {
        #expect(
            await receiver.shell("sleep 600 >&2 & echo $! >'\(receiver.folder)/a'; exit 0") == nil)
        if let pid = pid_t(receiver.text(of: "a").split(separator: "\n").first ?? "") {
            kill(pid, SIGKILL)
        }
    }

    @Test func `a program that is not there is named`() async {
        #expect(
            await receiver.deliver(.command(["/nowhere/tell"]))
                == "could not start /nowhere/tell: No such file or directory")
        #expect(
            await receiver.deliver(.command(["/etc/passwd"]))
                == "could not start /etc/passwd: Permission denied")
    }

    // MARK: - Webhooks

    private func webhook(_ port: UInt16, _ headers: [Pair] = []) -> NotificationRule.Target {
        .webhook(url: "http://127.0.0.1:\(port)/hook?a=[1]&b={x}", headers: headers)
    }

    @Test func `a webhook is a POST of the JSON`() async throws {
        let server = TinyServer(answers: ["204 No Content"])
        defer { server.stop() }
        let headers = [Pair("X-Token", "a \"b\" \\c"), Pair("X-Empty", "")]
        #expect(await receiver.deliver(webhook(server.port, headers)) == nil)
        let request = try #require(server.asked.first)
        let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
        #expect(parts.count == 2 && String(parts[1]) == Self.json)
        let head = parts[0].split(separator: "\r\n").map(String.init)
        #expect(head.first == "POST /hook?a=[1]&b={x} HTTP/1.1")
        for line in [
            "Content-Type: application/json", "Idempotency-Key: sluice-notification-7",
            "User-Agent: sluice", "X-Token: a \"b\" \\c", "X-Empty:",
        ] { #expect(head.contains(line)) }
        #expect(!head.contains { $0.hasPrefix("Expect") })
    }

    @Test func `a header of the rule takes the place of a usual one`() async throws {
        let server = TinyServer(answers: ["200 OK"])
        defer { server.stop() }
        let headers = [Pair("content-type", "application/cloudevents+json")]
        #expect(await receiver.deliver(webhook(server.port, headers)) == nil)
        let request = try #require(server.asked.first).lowercased()
        #expect(request.contains("\r\ncontent-type: application/cloudevents+json\r\n"))
        #expect(!request.contains("application/json\r\n"))
    }

    @Test(arguments: ["500 Oh", "404 No", "302 Elsewhere\r\nLocation: http://127.0.0.1:1/"])
    func `only an answer of 2xx counts`(answer: String) async {
        let server = TinyServer(answers: [answer])
        defer { server.stop() }
        let error = await receiver.deliver(webhook(server.port))
        #expect(error == "the server answered \(answer.prefix(3))")
        #expect(server.asked.count == 1)
    }

    @Test func `a server that is not there is said`() async throws {
        let server = TinyServer(answers: ["200 OK"])
        server.stop()
        let error = try #require(await receiver.deliver(webhook(server.port)))
        #expect(error.contains("curl: (") && error.contains("127.0.0.1"))
        #expect(!error.contains("000"))
    }

    @Test func `what is in a configuration of curl is quoted`() {
        let configuration = CurlConfiguration(
            url: "http://h/\"\nproxy = evil", headers: [], key: "k", body: "{\"a\":\"\\n\t\"}",
            timeoutMilliseconds: 1_050)
        let lines = configuration.text.split(separator: "\n")
        #expect(lines.contains("url = \"http://h/\\\"\\nproxy = evil\""))
        #expect(lines.contains("data-raw = \"{\\\"a\\\":\\\"\\\\n\\t\\\"}\""))
        #expect(lines.contains("max-time = \"1.050\""))
        #expect(!lines.contains { $0.hasPrefix("proxy") })
    }

    // MARK: - Many

    @Test func `a few are delivered at once, one that is on its way only once`() async {
        let script = "mkfifo '\(receiver.folder)/b' 2>/dev/null; read -r _ <'\(receiver.folder)/b'"
        let blocked = Notification.sample(.command(["sh", "-c", script]), id: 1)
        receiver.notifier.deliver(blocked)
        receiver.notifier.deliver(blocked)
        for id in 2...20 {
            receiver.notifier.deliver(.sample(.command(["true"]), id: Int64(id)))
        }
        var delivered: Set<Int64> = []
        for _ in 2...20 {
            if let report = await receiver.report() {
                delivered.insert(report.notification.rawValue)
            }
        }
        #expect(delivered == Set(2...20))
        let door = unsafe open("\(receiver.folder)/b", O_RDWR)
        _ = unsafe write(door, "\n", 1)
        #expect(await receiver.report() == DeliveryReport(NotificationID(1)))
        close(door)
        #expect(await receiver.shell("true") == nil)
    }

    @Test func `at the end what is on its way may end, and nothing is begun`() async {
        let path = "\(receiver.folder)/a"
        _ = unsafe mkfifo(path, 0o600)
        receiver.notifier.deliver(.sample(.command(["sh", "-c", "echo >'\(path)'"]), id: 1))
        // Returns once the command has it open, too.
        close(unsafe open(path, O_RDONLY))
        await receiver.notifier.end(within: .seconds(60))
        #expect(await receiver.report()?.notification == NotificationID(1))
        receiver.notifier.deliver(.sample(.command(["true"]), id: 2))
        await receiver.notifier.end(within: .seconds(60))
    }

    @Test func `what does not end by then is killed, and nothing is said of it`() async {
        let reports = Mutex(0)
        let notifier = Notifier()
        notifier.listen { _ in reports.withLock { $0 += 1 } }
        notifier.deliver(.sample(.command(["sleep", "600"])))
        await notifier.end(within: .milliseconds(1))
        #expect(reports.withLock { $0 } == 0)
    }
}
