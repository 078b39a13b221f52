extension String {
    /// As much of it as a text may have that is kept or listed a thousand times: at most
    /// `Limits.reasonBytes`, cut between characters.
    package var shortened: String {
        guard utf8.count > Limits.reasonBytes else { return self }
        let mark = "…"
        var end = utf8.index(startIndex, offsetBy: Limits.reasonBytes - mark.utf8.count)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + mark
    }
}
