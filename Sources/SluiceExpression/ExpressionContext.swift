package import SluiceModel

/// What expressions can ask of the instance that they are evaluated for.
package protocol ExpressionContext {
    /// Value of a parameter; nil where none has this name.
    func param(_ name: String) -> String?
    /// Status of a node in the sources' spelling (`manual-stop`); nil where there is no such node.
    func nodeStatus(_ name: String) -> String?
    /// What a node reported, in its order; nil where the job has no such node or it has no result.
    func nodeOutput(_ name: String) -> [Pair]?
    var jobName: String { get }
    var planTime: Timestamp { get }
    var instanceID: InstanceID { get }
}

/// Values of parameters may refer to parameters that are declared earlier.
package enum Parameters {
    /// Fills in the values, in order and strictly: each sees the ones before it.
    ///
    /// - Parameter params: declared names with the values of this run.
    /// - Throws: an error whose `expression` and position are those of the value that fails.
    package static func resolve(
        _ params: [Pair], in context: some ExpressionContext,
    ) throws(ExpressionError) -> [Pair] {
        var resolved = ResolvedParameters(outer: context)
        for param in params {
            let value = try Template(param.value, mode: .strict).expand(in: resolved)
            resolved.add(Pair(param.name, value))
        }
        return resolved.pairs
    }
}

/// The parameters that have a value by now, in front of another context.
private struct ResolvedParameters<Outer: ExpressionContext>: ExpressionContext {
    let outer: Outer
    private(set) var pairs: [Pair] = []
    private var values: [String: String] = [:]

    init(outer: Outer) {
        self.outer = outer
    }

    mutating func add(_ pair: Pair) {
        pairs.append(pair)
        values[pair.name] = pair.value
    }

    func param(_ name: String) -> String? { values[name] }
    func nodeStatus(_ name: String) -> String? { outer.nodeStatus(name) }
    func nodeOutput(_ name: String) -> [Pair]? { outer.nodeOutput(name) }
    var jobName: String { outer.jobName }
    var planTime: Timestamp { outer.planTime }
    var instanceID: InstanceID { outer.instanceID }
}
