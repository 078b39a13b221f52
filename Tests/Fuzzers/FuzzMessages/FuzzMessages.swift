import FuzzDriver
import Glibc
import SluiceWire

@main
enum FuzzMessages {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            unsafe CommandLine.unsafeArgv
        exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzMessages))
    }
}

/// Bytes as a message of the schema; the first byte says which. What is accepted survives being
/// written and read again, and can be shown as JSON.
private func fuzzMessages(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe UnsafeBufferPointer(start: start, count: count)
    guard let first = unsafe input.first else { return 0 }
    let type = allMessages[Int(first) % allMessages.count]
    checkRoundTrip(of: type, unsafe Array(input.dropFirst()))
    return 0
}

private func checkRoundTrip<Message: WireMessage>(of _: Message.Type, _ bytes: [UInt8]) {
    guard let message = decode(Message.self, bytes) else { return }
    let written = encode(message)
    guard let again = decode(Message.self, written) else {
        fatalError("\(Message.messageName) does not read what it wrote")
    }
    // By bytes, since not-a-number differs from itself.
    require(encode(again) == written, "\(Message.messageName) changes when it is read")
    require(!message.jsonString().isEmpty, "\(Message.messageName) has no JSON")
}

/// Nil where the bytes are refused, as most are.
private func decode<Message: WireMessage>(_: Message.Type, _ bytes: [UInt8]) -> Message? {
    do throws(WireError) {
        return try Message(decoding: bytes)
    } catch {
        require(!error.description.isEmpty, "an error without words")
        return nil
    }
}

private func encode(_ message: some WireMessage) -> [UInt8] {
    do throws(WireError) {
        return try message.encoded()
    } catch {
        fatalError("accepted and not writable: \(error)")
    }
}

/// Unlike a precondition it says what is wrong in a release build too.
private func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    if !isTrue { fatalError(message()) }
}
