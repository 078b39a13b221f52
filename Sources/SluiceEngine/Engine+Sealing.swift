internal import SluiceModel

/// What the end of a batch leaves.
extension Engine {
    mutating func sealInstances(_ effects: inout Effects) {
        for id in touchedInstances {
            guard let image = instances[id]?.takeImage() else { continue }
            effects.records.append(.instance(image.instance))
            if let run = image.run { effects.records.append(.run(run)) }
        }
        for id in touchedInstances + calledBack where instances[id]?.stage == .ended {
            guard let ended = instances.removeValue(forKey: id) else { continue }
            liveNodes -= ended.nodes.count
            liveByJob[ended.job]?.remove(id)
            if liveByJob[ended.job]?.isEmpty == true { liveByJob[ended.job] = nil }
            let cycle = Cycle(job: ended.job, planTime: ended.planTime)
            if newestByCycle[cycle] == id { newestByCycle[cycle] = nil }
        }
        touchedInstances.removeAll(keepingCapacity: true)
        calledBack.removeAll(keepingCapacity: true)
        usedEvents.removeAll()
        suppliedEvents.removeAll()
        absentVersions.removeAll()
        found.removeAll()
        stored.removeAll()
        windows.removeAll()
        endedNotifications.removeAll()
        pastItems.removeAll()
        suppliedFiles.removeAll()
    }

    /// Appends the images of the nodes touched so far.
    mutating func sealNodes(_ effects: inout Effects) {
        effects.records.reserveCapacity(effects.records.count + touchedNodes.count)
        for ref in touchedNodes {
            guard let record = instances[ref.instance]?.takeImage(ofOrdinal: ref.ordinal) else {
                continue
            }
            effects.records.append(.node(record))
        }
        touchedNodes.removeAll(keepingCapacity: true)
    }
}
