import SluiceModel

/// Reads which file a run waits for.
struct FileListeningReader {
    private let section: Section<FileListeningKey>

    init(_ value: SourceValue, path: String, findings: Findings) {
        section = Section(
            value, path: path, findings: findings, hint: "write 'path: /srv/in/sales.csv' below it")
    }

    var texts: [ReadText] {
        section[.path].map { [ReadText(value: $0, path: section.path(of: .path))] } ?? []
    }

    /// Nil where it names no file; that is reported.
    func read() -> FileListening? {
        guard section.isMap else { return nil }
        let interval = section.duration(
            .scanInterval, from: FileListening.scanIntervals.lowerBound, upTo: .hour,
            otherwise: FileListening.scanIntervals.lowerBound)
        let duration = section.duration(
            .scanDuration, from: FileListening.scanDurations.lowerBound,
            otherwise: FileListening.scanDurations.upperBound)
        guard section[.path] != nil else {
            section.report(
                .path, "\(section.path) has no path", hint: "write 'path: /srv/in/sales.csv'")
            return nil
        }
        let path = section.text(.path)
        checkPath(path)
        return FileListening(
            path: path, scanIntervalMilliseconds: interval, scanDurationMilliseconds: duration)
    }

    /// What expressions stand for is known only when they are filled in.
    private func checkPath(_ path: String) {
        guard section[.path]?.text != nil, !path.contains("${"), !path.contains("#{"),
            let problem = FilePattern.problem(with: path)
        else { return }
        section.report(.path, problem, hint: "as in /srv/in/sales-*.csv")
    }
}
