import SluiceJobFile
import SluiceModel
import Testing

/// Nodes that run another job.
@Suite struct CallTests {
    private func node(_ keys: String) throws -> NodeDefinition {
        let (definition, problems) = JobFile.parse(
            "name: j\nparams: {day: x}\nnodes: [{name: n, \(keys)}]")
        return try #require(definition?.nodes.first, "\(problems)")
    }

    @Test func `a SubJob waits, and has no limit of time, unless it says so`() throws {
        let plain = try node("type: SubJob, job: load")
        #expect(plain.call == JobCall(jobName: "load"))
        #expect(plain.maxExecutionMilliseconds == 0)
        let full = try node(
            "type: sub job, job: load, workspace: w, wait: false, params: {d: '${day}'}, "
                + "maxExecutionTime: 2h")
        #expect(
            full.call
                == JobCall(
                    jobName: "load", workspace: "w", params: [Pair("d", "${day}")], waits: false))
        #expect(full.maxExecutionMilliseconds == 7_200_000)
    }

    @Test func `a ForEach goes over a list, or over what a text comes to`() throws {
        let listed = try node(
            "type: ForEach, job: load, items: [a, 2], params: {d: '#{Loop.current}'}, "
                + "parallel: 128, onItemFailure: stop")
        #expect(
            listed.call
                == JobCall(
                    jobName: "load", params: [Pair("d", "#{Loop.current}")], items: ["a", "2"],
                    parallel: 128, stopsOnFailure: true))
        #expect(try node("type: ForEach, job: load, items: '${day}'").call?.list == "${day}")
    }
}
