import SluiceWire

extension ApplyVerb {
    /// What each step would do; those that would do nothing are left out. Everything that the
    /// daemon would refuse is told before anything is done.
    func preview(
        _ steps: [ApplyStep], in place: ApplyPlace, _ session: Session,
    ) async throws(Failure) -> [AppliedObject] {
        var flags = change
        flags.dryRun = true
        var previews: [AppliedObject] = []
        var refusals: [(step: ApplyStep, refusal: Failure)] = []
        for step in steps {
            do throws(Failure) {
                let preview = try await session.make(step, in: place, flags)
                if !preview.isUnchanged { previews.append(preview) }
            } catch {
                if step.waits(for: steps, as: error) {
                    previews.append(AppliedObject(expecting: step))
                } else if [.refused, .wrongUsage, .notFound].contains(error.outcome) {
                    refusals.append((step, error))
                } else {
                    throw error
                }
            }
        }
        guard let first = refusals.first?.refusal else { return previews }
        // What is refused to all alike is said once.
        if refusals.count > 1, Set(refusals.map(\.refusal.message)).count == 1 { throw first }
        for (step, refusal) in refusals {
            let path = step.object.path
            session.remark("\(path.isEmpty ? step.object.words : path): \(refusal.message)")
            if !refusal.hint.isEmpty { session.remark("    \(refusal.hint)") }
        }
        throw Failure(
            .refused,
            "\(refusals.count) of \(counted(steps.count, "change")) would be refused; "
                + "nothing was changed")
    }

    /// One object that is submitted is what was asked for; more of them, and deletions, are shown
    /// and confirmed first.
    func confirm(
        _ previews: [AppliedObject], in place: ApplyPlace, _ session: Session,
    ) throws(Failure) {
        let deleted = previews.count { $0.step.change == .delete }
        guard !change.yes, previews.count > 1 || deleted > 0 else { return }
        try session.previewPrinter.show(
            previews, place.sentence(previews.count, isPreview: true))
        let objects = counted(previews.count, "object")
        try session.confirm(
            ChangeCount(
                previews.count, "object",
                question: deleted > 0
                    ? "Change \(objects), and delete \(deleted) of them?" : "Change \(objects)?"))
    }

    /// Does exactly what was previewed, step by step.
    func make(
        _ previews: [AppliedObject], in place: ApplyPlace, _ session: Session,
    ) async throws(Failure) {
        var done: [AppliedObject] = []
        do throws(Failure) {
            for preview in previews {
                done.append(
                    try await session.make(
                        preview.step, in: place, change, planToken: preview.planToken))
            }
        } catch {
            guard !done.isEmpty else { throw error }
            try session.printer.show(done, place.sentence(done.count, isPreview: false))
            session.remark(
                "\(done.count) of \(counted(previews.count, "change")) made; the same command "
                    + "makes the rest")
            throw error
        }
        try session.printer.show(done, place.sentence(done.count, isPreview: false))
        session.remarkOnPending(done.filter { $0.itemId > 0 }.map(\.step.object.name))
    }
}
