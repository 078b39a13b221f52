import Foundation
import SluiceJobFile
import SluiceModel
import Testing

@Test(arguments: ["hello", "packages", "parallel", "failing", "nightly"])
func `a sample is a job file without problems, named like its file`(name: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "clients/samples/\(name).yaml")
    let (definition, problems) = JobFile.parse(try String(contentsOf: file, encoding: .utf8))
    #expect(problems == [])
    #expect(definition?.name == name)
}

@Test func `the job file of the README is one without problems`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let begin = try #require(readme.firstRange(of: "<!-- job:begin -->\n```yaml\n"))
    let end = try #require(readme[begin.upperBound...].firstRange(of: "```"))
    let source = String(readme[begin.upperBound..<end.lowerBound])
    #expect(JobFile.parse(source).problems == [])
}
