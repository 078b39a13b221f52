import SluiceJobFile
import Testing

private func diff(_ old: String, _ new: String) -> String {
    unifiedDiff(old: old, new: new, oldName: "old", newName: "new")
}

@Test(arguments: [
    ("", "", ""),
    ("a\n", "a\n", ""),
    ("", "a\n", "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n"),
    ("a\n", "", "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n"),
    ("a\nb\nc\n", "a\nx\nc\n", "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"),
    (
        "a\n", "a", "--- old\n+++ new\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n"
    ),
    (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n",
        """
        --- old
        +++ new
        @@ -2,8 +2,8 @@
         2
         3
         4
        +x
         5
         6
         7
         8
        -9

        """
    ),
])
func `the difference of two texts is what diff -u shows`(old: String, new: String, expected: String)
{
    #expect(diff(old, new) == expected)
}

@Test func `changes far from each other have a group each`() {
    let lines = (1...40).map { "\($0)\n" }
    let new = lines.map { $0 == "5\n" ? "five\n" : $0 == "30\n" ? "thirty\n" : $0 }
    let heads = diff(lines.joined(), new.joined()).split(separator: "\n").filter {
        $0.hasPrefix("@@")
    }
    #expect(heads == ["@@ -2,7 +2,7 @@", "@@ -27,7 +27,7 @@"])
}

@Test func `texts that have little in common are shown as one block for another`() {
    let old = (0..<3_000).map { "old \($0)\n" }.joined()
    let new = (0..<3_000).map { "new \($0)\n" }.joined()
    let lines = diff(old, new).split(separator: "\n").dropFirst(3)
    #expect(lines.prefix(3_000).allSatisfy { $0.hasPrefix("-old") })
    #expect(lines.dropFirst(3_000).allSatisfy { $0.hasPrefix("+new") })
    #expect(lines.count == 6_000)
}
