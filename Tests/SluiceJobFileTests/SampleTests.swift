import Foundation
import SluiceJobFile
import SluiceModel
import Testing

@Test(arguments: ["hello", "packages", "parallel", "failing"])
func `a sample is a job file without problems, named like its file`(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "clients/samples/\(name).yaml")
    let (definition, problems) = JobFile.parse(try String(contentsOf: file, encoding: .utf8))
    #expect(problems == [])
    #expect(definition?.name == name)
}
