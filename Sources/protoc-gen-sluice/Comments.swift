import CDescriptorProto

/// The comments of a file, by the place of what they speak of: numbers of fields and indices in the
/// file's descriptor, as `descriptor.proto` says of `SourceCodeInfo.Location.path`.
struct Comments {
    private var all: [[Int]: String] = [:]
    private var place: [Int] = []

    init(_ c: CFile) {
        guard let source = unsafe c.pointee.source_code_info else { return }
        for index in 0..<(unsafe source.pointee.n_location) {
            guard let location = unsafe source.pointee.location?[index],
                let comment = unsafe location.pointee.leading_comments
            else { continue }
            let path = unsafe UnsafeBufferPointer(
                start: location.pointee.path, count: location.pointee.n_path)
            all[unsafe path.map { Int($0) }] = unindented(unsafe protoc_gen_sluice.text(comment))
        }
    }

    /// The comments further in.
    func at(_ step: [Int]) -> Comments {
        var inner = self
        inner.place += step
        return inner
    }

    /// Empty where there is none. Each line begins without a space.
    var text: String { all[place] ?? "" }
}

/// Without the space that follows `//`.
private func unindented(_ comment: String) -> String {
    comment.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.drop { $0 == " " } }
        .joined(separator: "\n")
}
