import Testing

/// Rules of the schema that protoc does not know.
struct SchemaTests {
    @Test(arguments: SchemaFile.all())
    func `every field, message, value and method has a comment`(_ file: SchemaFile) {
        // What a method takes and gives is explained with the method.
        let silent = file.declarations.filter { declaration in
            !declaration.hasComment
                && !(declaration.kind == .message && declaration.name.contains(/Re(quest|sponse)$/))
        }
        expectNone(silent.map(\.place))
    }

    @Test(arguments: SchemaFile.all())
    func `every method declares the role that it needs`(_ file: SchemaFile) {
        let silent = file.methods.filter { method in
            !file.text(of: method).contains(/option \(role\) = ROLE_[A-Z]+;/)
        }
        expectNone(silent.map(\.place))
    }

    @Test(arguments: SchemaFile.all())
    func `every request names workspace and environment`(_ file: SchemaFile) {
        let missing = file.requests.filter { request in
            !file.fields(of: request).isSuperset(of: ["workspace", "environment"])
        }
        expectNone(missing.map(\.place))
    }

    @Test(arguments: SchemaFile.all())
    func `every changing request has ChangeOptions`(_ file: SchemaFile) {
        let changing = file.requests.filter { $0.name.prefixMatch(of: Self.readingVerbs) == nil }
        expectNone(
            changing.filter { !file.text(of: $0).contains(/\bChangeOptions\s+\w+\s*=/) }
                .map(\.place))
    }

    @Test(arguments: SchemaFile.all())
    func `no field is optional, since protoc-c refuses it`(_ file: SchemaFile) {
        expectNone(
            file.declarations.filter { $0.line.contains(/^\s*optional\s/) }.map(\.place))
    }

    /// Verbs of methods that change nothing. What is not among them changes something.
    private static var readingVerbs: Regex<Substring> {
        /(?:Get|List|Validate|Diff|Wait|Watch|Read|Follow|Preview|Explain)[A-Z]/
    }
}
