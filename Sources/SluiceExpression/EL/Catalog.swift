/// All properties and methods.
enum Catalog {
    /// A tree names them by their index.
    static let functions: [Function] = {
        let all =
            JobFunctions.all + DateFunctions.all + JSONFunctions.all + StringFunctions.all
        return all.enumerated().map { index, function in
            var function = function
            function.id = FunctionID(index: index)
            return function
        }
    }()

    private static let byName = Dictionary(grouping: functions) { $0.fullName }

    /// Those of a name that differ in the number of their arguments, fewest first.
    static func overloads(of name: String, in object: ExpressionObject) -> [Function] {
        byName["\(object.rawValue).\(name)"] ?? []
    }

    /// Names, each once.
    static func members(of object: ExpressionObject, properties: Bool) -> [String] {
        var names: [String] = []
        for function in functions
        where function.object == object && function.isProperty == properties {
            if names.last != function.name { names.append(function.name) }
        }
        return names
    }
}
