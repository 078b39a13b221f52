package import SluiceModel

/// Job files: YAML, or the same as JSON. Reading one touches nothing but its text.
package enum JobFile {
    /// All that can be said about a job file.
    package struct Reading: Sendable {
        /// The job, where nothing is wrong with it.
        package var definition: JobDefinition?
        /// All that is wrong, in the order of the file; empty: nothing.
        package var problems: [JobProblem]
        /// Name of the job as far as the file has one, right or wrong.
        package var name: String
        /// Number of nodes in the file, right or wrong.
        package var nodeTotal: Int
    }

    /// Reads and checks a job file, and says all that is wrong with it at once.
    package static func parse(
        _ source: String,
    ) -> (definition: JobDefinition?, problems: [JobProblem]) {
        let reading = read(source)
        return (reading.definition, reading.problems)
    }

    /// Like `parse`, and tells name and size of a file that is wrong too.
    package static func read(_ source: String) -> Reading {
        do throws(JobProblem) {
            guard let root = try SourceReader.read(source), !root.isNull else {
                return Reading(failure: emptyFile)
            }
            return read(root, findings: Findings(source: source))
        } catch {
            return Reading(failure: error)
        }
    }

    private static func read(_ root: SourceValue, findings: Findings) -> Reading {
        let job = JobReader(root, findings: findings).read()
        GraphCheck(job, findings: findings).run()
        let definition = job.definition
        return Reading(
            definition: findings.problems.isEmpty ? definition : nil, problems: findings.sorted,
            name: definition.name, nodeTotal: definition.nodes.count)
    }

    private static let emptyFile = JobProblem(
        line: 1, column: 1, "the file is empty", hint: "a job needs 'name' and 'nodes'",
        domain: .jobHasNoNodes)
}

extension JobFile.Reading {
    fileprivate init(failure: JobProblem) {
        self.init(definition: nil, problems: [failure], name: "", nodeTotal: 0)
    }
}
