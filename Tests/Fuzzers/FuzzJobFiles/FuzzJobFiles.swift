import FuzzDriver
import Glibc
import SluiceJobFile

@main
enum FuzzJobFiles {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
            unsafe CommandLine.unsafeArgv
        exit(unsafe LLVMFuzzerRunDriver(&count, &arguments, fuzzJobFiles))
    }
}

/// Text as a job file: it is either a job or has problems, and every problem is inside the file.
private func fuzzJobFiles(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let source = unsafe String(
        decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let reading = JobFile.read(source)
    require(
        (reading.definition == nil) != reading.problems.isEmpty,
        "neither a job nor a problem, or both")

    // Every character that YAML may break a line at; one more for a problem at the very end.
    let lines = source.count(where: \.isNewline) + 2
    for problem in reading.problems {
        require((0...lines).contains(problem.line), "\(problem) is outside the file")
        require(problem.column >= 0, "\(problem) is left of the file")
        require(!problem.message.isEmpty, "a problem without words")
    }
    return 0
}

/// Unlike a precondition it says what is wrong in a release build too.
private func require(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    if !isTrue { fatalError(message()) }
}
