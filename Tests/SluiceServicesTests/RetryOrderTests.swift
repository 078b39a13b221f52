import SluiceRPC
import SluiceServices
import SluiceWire
import Testing

/// A request in which several things are wrong is refused for the first of them (reference, 3.8).
@Suite(.timeLimit(.minutes(1))) struct RetryOrderTests {
    private typealias Case = (request: RetryInstancesRequest, errorCode: String)

    private static let cases: [Case] = [
        (RetryInstancesRequest(workspace: "none", jobName: "none"), "DLF.0819"),
        (RetryInstancesRequest(jobName: "none"), "DLF.1000"),
        (RetryInstancesRequest(jobName: "etl", retryLocation: .unrecognized(9)), "DLF.0802"),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .specifiedNode, retryTaskVersion: .unrecognized(9)),
            "DLF.3051"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .specifiedNode, retryTaskVersion: .original),
            "DLF.0802"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(jobId: 1, planTime: 12, submitTime: 0)]),
            "DLF.0802"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(jobId: 1, planTime: 12, submitTime: 12)]),
            "DLF.3051"
        ),
        (
            RetryInstancesRequest(
                jobName: "etl", retryLocation: .firstNode, retryTaskVersion: .original,
                taskRetrys: [TaskRetry(instanceId: 77)]),
            "DLF.0137"
        ),
    ]

    @Test(arguments: cases.indices)
    func `the first thing that is wrong decides the code`(index: Int) async throws {
        let (request, errorCode) = Self.cases[index]
        let context = CallContext.from(.somebody, InstanceServiceMethods.retryInstances)
        let daemon = try SmallDaemon()
        let services = InstanceServices(daemon.shell)
        let refusal = await #expect(throws: Status.self) {
            _ = try await services.retryInstances(request, context)
        }
        #expect(refusal?.errorDetail?.errorCode == errorCode)
        daemon.end()
    }
}
