import Testing

/// The rules are only as good as what they look at.
struct SwiftTextTests {
    @Test(arguments: [
        ("let a = 1  // try! later", "let a = 1"),
        (#"let a = "try!" + b!"#, #"let a = "    " + b!"#),
        (#"let a = "\(b!) try!""#, #"let a = " (b!)     ""#),
        (##"let a = #"a " try! \(b!)"#"##, ##"let a = #"              "#"##),
        (#"let a = "" + b!"#, #"let a = "" + b!"#),
        ("/* try! */ b!", "           b!"),
    ])
    func `comments and strings are no code, and interpolations are`(
        _ source: String, _ code: String,
    ) {
        let lines = SwiftText(source).lines.map { $0.trimmed }
        #expect(lines == [code[...].trimmed])
    }

    @Test func `lines stay lines`() {
        let source = "let a = \"\"\"\n    try!\n    \"\"\" // b\nlet c = 1\n"
        #expect(SwiftText(source).lines.count == 5)
        #expect(SwiftText(source).lines[3] == "let c = 1")
    }

    @Test func `a function is as long as its body, and a requirement has none`() {
        let source = """
            protocol A {
                func a() async throws
                func b(
                    c: Int,
                ) -> Int
            }
            func d(
                e: Int,
            ) -> Int
            where A == B {
                { 1 }()
            }
            """
        let functions = Function.all(in: SwiftText(source).lines)
        #expect(functions.map(\.name) == ["func d"])
        #expect(functions.map(\.length) == [6])
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
