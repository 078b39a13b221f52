internal import SluiceModel
package import SluiceRPC
internal import SluiceStore
package import SluiceWire

/// `sluice.v1.OperationService` (`S80`).
package struct OperationServices: OperationServiceHandler {
    private let shell: Shell

    package init(_ shell: Shell) {
        self.shell = shell
    }

    package func listOperations(
        _ request: ListOperationsRequest, _ context: CallContext,
    ) async throws(Status) -> ListOperationsResponse {
        try answering { () throws(SluiceError) in try shell.queries.listOperations(request) }
    }
}
