import ArgumentParser
import SluiceExpression
import SluiceWire

struct ExpressionEvalVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Fills in a text with ${param} and #{expression}, without a daemon.",
        discussion: """
            What a node would get, for an instance that the flags describe. Exits 2 where the text \
            has no value, with a caret below the place.

            EXAMPLES
              sluice expr eval '#{Job.getPlanTime("yyyy-MM-dd")}' --plan-time 2026-11-20 --zone GMT+8
              sluice expr eval 'load ${table}' --param table=orders
              sluice expr eval '#{Job.getNodeOutput("load", "rows") > 0}' --output-of load:rows=7
              sluice expr eval '#{Job.getNodeStatus("load") == "fail"}' --node load=fail
              sluice expr eval - --check < script.sql
            """)

    @Argument(help: ArgumentHelp("The text; - is the standard input.", valueName: "text"))
    var text: String

    @Flag(help: "Only read it, and say all that is wrong with it.")
    var check = false

    @Flag(help: "As in shell and Python: ${…} that is no parameter is left alone.")
    var script = false

    @OptionGroup var flags: TriedInstanceFlags
    @OptionGroup var shared: SharedOptions

    func perform(_ session: Session) async throws(Failure) -> Outcome {
        let text = text == "-" ? try session.console.text(of: "-") : text
        let (template, errors) = Template.reading(text, mode: script ? .script : .strict)
        guard errors.isEmpty else { throw session.allWrong(errors, in: text) }
        if check {
            session.console.writeLine("the text is right")
            return .done
        }
        let instance = try session.instance(flags)
        let value: Evaluated
        do throws(ExpressionError) { value = try Evaluated(template, in: instance) } catch {
            throw session.wrong(error, in: text)
        }
        try session.printer.show(value, name: value.text) {
            session.console.write(value.text.hasSuffix("\n") ? value.text : value.text + "\n")
        }
        return .done
    }
}

/// What a text has come to.
private struct Evaluated: JSONValue {
    /// As a node gets it.
    var text: String
    /// `a number`
    var kind: String

    init(_ template: Template, in instance: TriedInstance) throws(ExpressionError) {
        text = try template.expand(in: instance)
        var work = ExpressionWork()
        kind = try template.value(in: instance, &work).kind
    }

    func writeJSON(into json: inout JSONWriter) {
        json.beginObject()
        json.field("text", text)
        json.field("kind", kind)
        json.endObject()
    }
}
