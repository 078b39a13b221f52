// Writes what a node writes while it does so, retries included, until it is done.
//
// tail-log INSTANCE NODE

import Foundation
import SluiceClient
import SluiceWire

func tail(_ instance: Int64, _ node: String) async throws {
    let sluice = try await Sluice.connect()
    let request = FollowLogRequest(instanceId: instance, nodeName: node)
    for try await piece in sluice.followLog(request) {
        try FileHandle.standardOutput.write(contentsOf: piece.data)
    }
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
}

guard CommandLine.arguments.count == 3, let instance = Int64(CommandLine.arguments[1]) else {
    fail("tail-log INSTANCE NODE")
}
do {
    try await tail(instance, CommandLine.arguments[2])
} catch {
    fail("\(error)")
}
