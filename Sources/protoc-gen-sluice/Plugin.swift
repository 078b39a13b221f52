import CDescriptorProto
import CProtobufC

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A plugin of protoc: a request with the schema on standard input, a response with the generated
/// files, or with the reason why there are none, on standard output.
@main
struct Plugin {
    static func main() {
        let input = readAll()
        guard let request = unsafe request(input) else {
            return respond(error: "the request does not parse")
        }
        do throws(SchemaError) {
            try unsafe respond(generate(files(of: request)))
        } catch {
            respond(error: error.text)
        }
    }

    private typealias Request =
        UnsafeMutablePointer<Google__Protobuf__Compiler__CodeGeneratorRequest>

    /// Never freed: the process ends soon.
    private static func request(_ bytes: [UInt8]) -> Request? {
        unsafe google__protobuf__compiler__code_generator_request__unpack(nil, bytes.count, bytes)
    }

    /// The files named on the command line, not what they import.
    private static func files(of request: Request) throws(SchemaError) -> [SchemaFile] {
        let wanted = unsafe texts(
            request.pointee.file_to_generate, request.pointee.n_file_to_generate)
        let files = try unsafe convert(
            request.pointee.proto_file, request.pointee.n_proto_file
        ) { (file, _) throws(SchemaError) in
            unsafe wanted.contains(text(file.pointee.name)) ? try unsafe SchemaFile(file) : nil
        }
        return files.compactMap(\.self).sorted { $0.path < $1.path }
    }

    private static func readAll() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe read(STDIN_FILENO, &chunk, chunk.count)
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }
}

// MARK: - The response

extension Plugin {
    private typealias Response = Google__Protobuf__Compiler__CodeGeneratorResponse
    private typealias ResponseFile = Google__Protobuf__Compiler__CodeGeneratorResponse__File

    private static func respond(_ files: [GeneratedFile]) {
        let list = UnsafeMutablePointer<UnsafeMutablePointer<ResponseFile>?>.allocate(
            capacity: files.count)
        for (index, file) in files.enumerated() {
            unsafe (list + index).initialize(to: cFile(file))
        }
        unsafe respond { response in
            unsafe response.pointee.n_file = files.count
            unsafe response.pointee.file = unsafe list
        }
    }

    private static func respond(error: String) {
        unsafe respond { unsafe $0.pointee.error = strdup(error) }
    }

    private static func cFile(_ file: GeneratedFile) -> UnsafeMutablePointer<ResponseFile> {
        let c = UnsafeMutablePointer<ResponseFile>.allocate(capacity: 1)
        unsafe google__protobuf__compiler__code_generator_response__file__init(c)
        unsafe c.pointee.name = strdup(file.name)
        unsafe c.pointee.content = strdup(file.text)
        return unsafe c
    }

    private static func respond(_ fill: (UnsafeMutablePointer<Response>) -> Void) {
        let response = UnsafeMutablePointer<Response>.allocate(capacity: 1)
        unsafe google__protobuf__compiler__code_generator_response__init(response)
        unsafe fill(response)
        let size = unsafe google__protobuf__compiler__code_generator_response__get_packed_size(
            response)
        var bytes = [UInt8](repeating: 0, count: size)
        unsafe google__protobuf__compiler__code_generator_response__pack(response, &bytes)
        writeAll(bytes[...])
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            guard count > 0 else { exit(1) }
            rest = rest.dropFirst(count)
        }
    }
}
