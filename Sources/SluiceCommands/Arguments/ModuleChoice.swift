import ArgumentParser
import SluiceWire

/// One of the three lists of publishing.
enum ModuleChoice: String, ExpressibleByArgument, CaseIterable {
    case pipeline
    case modeling
    case dataProcessing = "data-processing"

    var wire: Module {
        switch self {
        case .pipeline: .pipeline
        case .modeling: .modeling
        case .dataProcessing: .dataProcessing
        }
    }
}
