import SluiceWire
import Testing

@testable import SluiceCommands

@Suite struct TableTests {
    private func table(_ rows: [[String]]) -> Table {
        Table(
            headings: [
                .init(title: "JOB"), .init(title: "NODES", alignment: .right),
                .init(title: "REASON", canShrink: true),
            ], rows: rows.map { $0.map { Table.Cell($0) } })
    }

    private func lines(_ rows: [[String]], width: Int? = nil) -> [String] {
        table(rows).lines(width: width, paint: Paint(isOn: false))
    }

    @Test func `columns are aligned, numbers to the right, without blanks at the end`() {
        #expect(
            lines([["etl", "3", "exit 3"], ["import", "120", ""]]) == [
                "JOB     NODES  REASON",
                "etl         3  exit 3",
                "import    120",
            ])
    }

    @Test func `CJK fills two columns`() {
        #expect(
            lines([["数据清洗", "3", "a"], ["etl", "4", "b"]]) == [
                "JOB       NODES  REASON",
                "数据清洗      3  a",
                "etl           4  b",
            ])
        #expect(displayWidth("e\u{301}") == 1)
        #expect(displayWidth("清a") == 3)
    }

    @Test func `a narrow terminal shortens what may shrink`() {
        let shown = lines([["etl", "3", "the disk is full and so on"]], width: 24)
        #expect(shown == ["JOB  NODES  REASON", "etl      3  the disk is…"])
        #expect(shown.allSatisfy { displayWidth($0) <= 24 })
    }

    @Test func `a text is never cut inside a wide character`() {
        #expect(truncated("清洗清洗", to: 6) == "清洗…")
        #expect(truncated("清洗", to: 4) == "清洗")
    }

    @Test func `a long name keeps its beginning and its end`() {
        #expect(shortened("stage-0-part-12", to: 9) == "stag…t-12")
        #expect(shortened("清洗清洗清洗", to: 7) == "清洗…洗")
        #expect(shortened("load", to: 4) == "load")
    }

    @Test func `an empty column that may shrink is left out`() {
        #expect(lines([["etl", "3", ""]]) == ["JOB  NODES", "etl      3"])
    }

    @Test func `a text cannot command the terminal`() {
        #expect(Table.Cell("a\u{1B}[2Jb\nc").text == "a [2Jb c")
    }

    @Test func `colours do not disturb the alignment`() {
        var table = table([["etl", "3", "x"], ["import", "4", "y"]])
        table.rows[0][0].style = .bad
        let plain = table.lines(width: nil, paint: Paint(isOn: false))
        let coloured = table.lines(width: nil, paint: Paint(isOn: true))
        #expect(coloured.map(\.withoutStyles) == plain)
        #expect(coloured != plain)
    }

    @Test func `colour is for terminals, and NO_COLOR ends it`() {
        #expect(ColorChoice.auto.isOn(terminal: true, environment: [:]))
        #expect(!ColorChoice.auto.isOn(terminal: true, environment: ["NO_COLOR": "1"]))
        #expect(!ColorChoice.auto.isOn(terminal: false, environment: [:]))
        #expect(ColorChoice.always.isOn(terminal: false, environment: ["NO_COLOR": "1"]))
    }
}

@Suite struct JSONTreeTests {
    @Test func `a message survives being taken apart`() {
        var instance = Instance.sample(12)
        instance.reason = "a \"quoted\" \\ text\n\t\u{1} 清"
        #expect(JSONTree(instance).json(pretty: false) == instance.jsonString())
        #expect(JSONTree(instance).json(pretty: true) == instance.jsonString(pretty: true))
    }

    @Test func `YAML quotes what could be read as something else`() {
        let tree = JSONTree.object([
            .init(name: "a", value: .string("yes")), .init(name: "b", value: .string("plain-1")),
            .init(name: "c", value: .string("")), .init(name: "d", value: .list([])),
            .init(
                name: "e",
                value: .list([
                    .object([
                        .init(name: "x", value: .number("1")),
                        .init(name: "y", value: .list([.string("12")])),
                    ])
                ])),
        ])
        #expect(
            tree.yaml == """
                a: "yes"
                b: plain-1
                c: ""
                d: []
                e:
                  - x: 1
                    y:
                      - "12"

                """)
    }
}
