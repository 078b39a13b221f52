// Prints a line for each instance that fails from now on, and why, for as long as it runs. With a
// file, the number of the last event is kept there: the next start goes on behind it and misses
// none.
//
// alert-on-failure [FILE]

import Foundation
import SluiceClient
import SluiceWire

func alert(keepingPlaceIn file: String?) async throws {
    let sluice = try await Sluice.connect()
    let request = WatchEventsRequest(afterSeq: try place(in: file))
    for try await event in sluice.watch(request) {
        if event.instanceTo == .fail {
            let line = "\(event.jobName) \(event.instanceId): \(event.reason)\n"
            try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
        }
        if let file {
            try "\(event.seq)".write(toFile: file, atomically: true, encoding: .utf8)
        }
    }
}

/// The last event that was seen; -1: from now on.
func place(in file: String?) throws -> Int64 {
    guard let file, FileManager.default.fileExists(atPath: file) else { return -1 }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    guard let seq = Int64(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
        fail("\(file) does not hold the number of an event")
    }
    return seq
}

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(1)
}

do {
    try await alert(keepingPlaceIn: CommandLine.arguments.dropFirst().first)
} catch {
    fail("\(error)")
}
