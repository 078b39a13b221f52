/// What can be developed and published: jobs, and the files that they use. The raw value is the
/// number on the wire and in the store.
package enum ObjectKind: Int, Sendable, Hashable, CaseIterable {
    /// 离线计算任务: a job that runs by its schedule, by events or by hand.
    case offlineJob = 1
    /// 同步任务: a job that moves data.
    case syncJob = 2
    /// 实时计算任务: a job whose runs go on until somebody stops them.
    case realtimeJob = 3
    /// 资源: a file of any content.
    case resource = 4
    /// 离线计算函数
    case offlineFunction = 5
    /// 实时计算函数
    case realtimeFunction = 6
    /// 实时自定义源
    case realtimeSource = 7
    /// 实时计算元表
    case realtimeMetaTable = 8
    /// 实时计算模板
    case realtimeTemplate = 9

    /// A job; else a file object.
    package var isJob: Bool {
        switch self {
        case .offlineJob, .syncJob, .realtimeJob: true
        case .resource, .offlineFunction, .realtimeFunction, .realtimeSource, .realtimeMetaTable,
            .realtimeTemplate:
            false
        }
    }

    /// As people write it: `realtime-meta-table`.
    package var name: String {
        switch self {
        case .offlineJob: "offline-job"
        case .syncJob: "sync-job"
        case .realtimeJob: "realtime-job"
        case .resource: "resource"
        case .offlineFunction: "offline-function"
        case .realtimeFunction: "realtime-function"
        case .realtimeSource: "realtime-source"
        case .realtimeMetaTable: "realtime-meta-table"
        case .realtimeTemplate: "realtime-template"
        }
    }
}

/// Which part of development an object belongs to: the three lists of publishing (`S148`). The raw
/// value is the number on the wire and in the store.
package enum Module: Int, Sendable, Hashable, CaseIterable {
    /// 管道脚本
    case pipeline = 1
    /// 规范建模
    case modeling = 2
    /// 数据处理
    case dataProcessing = 3

    /// As people write it: `data-processing`.
    package var name: String {
        switch self {
        case .pipeline: "pipeline"
        case .modeling: "modeling"
        case .dataProcessing: "data-processing"
        }
    }
}

/// The bytes of a version of a file object, with what tells them from others.
package struct FileContent: Hashable, Sendable, CustomDebugStringConvertible {
    package let bytes: [UInt8]
    package let digest: ContentDigest

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        digest = ContentDigest(of: bytes)
    }

    package static func == (left: FileContent, right: FileContent) -> Bool {
        left.digest == right.digest
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(digest) }

    /// Never the bytes: there may be millions.
    package var debugDescription: String { digest.hex }
}

/// The version of a file object that an instance uses, under the name of its file.
package struct FilePin: Hashable, Sendable {
    package var name: String
    package var object: ObjectID
    package var version: Int

    package init(name: String, object: ObjectID, version: Int) {
        self.name = name
        self.object = object
        self.version = version
    }
}
