import SluiceSimulation
import Testing

@Suite struct WorldTests {
    @Test(arguments: Array(UInt64(31)...50))
    func `a world of chance, with crashes, loses nothing and runs nothing twice`(seed: UInt64) {
        let world = World(seed: seed)
        world.live(steps: 200)
        #expect(world.faults.isEmpty, "seed \(seed)")
        #expect(world.calls > 50)
    }

    @Test func `the same seed gives the same world`() {
        let histories = (0..<2).map { _ in
            let world = World(seed: 8134)
            world.live(steps: 200)
            return world.journal.events.map { "\($0)" }
        }
        #expect(histories[0] == histories[1])
        #expect(histories[0].count > 100)
    }
}
