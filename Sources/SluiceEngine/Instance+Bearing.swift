internal import SluiceModel

/// What the state of a node means for a successor.
enum Bearing {
    /// They may start.
    case lets
    /// They might start if it were not paused (`S48`).
    case letsUnlessPaused
    /// They wait.
    case holds
}

/// What the state of a node means, by the kind of the edge.
struct Bearings: Equatable {
    var withoutCondition: Bearing
    var withCondition: Bearing
}

extension Instance {
    func bearing(_ predecessor: Int, on index: Int) -> Bearing {
        bearing(bearings(predecessor), from: predecessor, on: index)
    }

    func bearing(
        _ bearings: Bearings, from predecessor: Int, on index: Int,
    ) -> Bearing {
        graph.isConditional(from: predecessor, to: index)
            ? bearings.withCondition : bearings.withoutCondition
    }

    func bearings(_ index: Int) -> Bearings {
        let done: Bearing = nodes[index].isPaused ? .letsUnlessPaused : .lets
        switch nodes[index].phase {
        case .success, .skip: return Bearings(withoutCondition: done, withCondition: done)
        case .fail(let cause):
            let isPassedOver = isPassedOver(index, cause)
            return Bearings(
                withoutCondition: isPassedOver ? done : .holds,
                withCondition: isPassedOver || leavesTheRest(index, cause) ? done : .holds)
        case .waiting, .running, .manualStop:
            return Bearings(withoutCondition: .holds, withCondition: .holds)
        }
    }

    /// The failure neither ends nor suspends the plan: a condition can ask for it.
    private func leavesTheRest(_ index: Int, _ cause: FailCause) -> Bool {
        !cause.overridesPolicy && graph.nodes[index].failPolicy == .failChild
    }

    /// The failure does not hold what comes after: the policy ignores it, or somebody continued.
    func isPassedOver(_ index: Int, _ cause: FailCause) -> Bool {
        guard !cause.overridesPolicy else { return false }
        return graph.nodes[index].failPolicy == .ignore
            || nodes[index].flags.contains(.passedOver)
    }

    /// Counts what `predecessor` means for `index`.
    mutating func bear(
        _ bearing: Bearing, on index: Int, from predecessor: Int, by delta: Int,
    ) {
        guard bearing != .lets, counts(predecessor, for: index) else { return }
        switch bearing {
        case .holds: nodes[index].upstreamLeft += delta
        case .letsUnlessPaused: nodes[index].upstreamPaused += delta
        case .lets: break
        }
    }

    /// The dependency was not removed.
    func counts(_ predecessor: Int, for index: Int) -> Bool {
        nodes[index].removedUpstreams.isEmpty
            || !nodes[index].removedUpstreams.contains(graph.nodes[predecessor].name)
    }
}
