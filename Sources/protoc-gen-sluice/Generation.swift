/// A file to be written, by its name in the output folder.
struct GeneratedFile {
    var name: String
    var text: String
}

/// Everything that is generated from `files`: for each schema its types, coding, JSON and services,
/// as far as it has any, and one list of all messages.
func generate(_ files: [SchemaFile]) -> [GeneratedFile] {
    files.flatMap { $0.generated() } + [listOfMessages(files)]
}

extension SchemaFile {
    /// `sluice/v1/instance_service.proto` → `InstanceService`.
    private var baseName: String {
        let file = path.split(separator: "/").last ?? ""
        return Names.upperCamel(String(file.prefix { $0 != "." }))
    }

    fileprivate func generated() -> [GeneratedFile] {
        var files = [GeneratedFile(name: "\(baseName).swift", text: types().text)]
        if !messages.isEmpty {
            files.append(GeneratedFile(name: "\(baseName)Coding.swift", text: coding().text))
            files.append(GeneratedFile(name: "\(baseName)JSON.swift", text: json().text))
        }
        if !services.isEmpty {
            files.append(GeneratedFile(name: "\(baseName)Methods.swift", text: serviceCode().text))
        }
        return files
    }
}

private func listOfMessages(_ files: [SchemaFile]) -> GeneratedFile {
    var source = Source(of: "every schema")
    source.line()
    source.line("/// Every message, for code that goes over all of them.")
    source.list(
        "package let allMessages: [any WireMessage.Type] = [",
        files.flatMap(\.messages).map { Names.last($0.fullName) + ".self" },
        "]")
    return GeneratedFile(name: "AllMessages.swift", text: source.text)
}
