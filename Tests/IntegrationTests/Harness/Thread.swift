import Foundation

/// A thread for something that blocks.
enum Thread {
    static func detach(_ body: @escaping @Sendable () -> Void) {
        Foundation.Thread.detachNewThread(body)
    }
}
