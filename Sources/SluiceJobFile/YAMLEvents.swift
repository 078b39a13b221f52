// The system's libyaml and its plain events. A Swift library on top of it would stop at the first
// repeated key, follow aliases without bound, and know no limit of depth that is fit for a thread's
// stack.
internal import CLibYAML

/// The events of a YAML text, one after the other. Safe as long as the text stays where it is.
@safe final class YAMLEvents {
    enum Event {
        case scalar(SourceValue.Scalar)
        case alias(String)
        case listStart
        case mapStart
        /// Of a list, map or document.
        case end
        case documentStart
        case streamStart
        case streamEnd
    }

    /// An event with what all of them may have.
    struct Item {
        var event: Event
        var mark: Mark
        var end: Mark
        var anchor: String?
        var tag: String?
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// - Parameter source: UTF-8 that stays where it is as long as this object is used.
    init(_ source: UnsafeBufferPointer<UInt8>) {
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        let isReady = unsafe yaml_parser_initialize(parser)
        precondition(isReady == 1, "out of memory")
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, source.baseAddress, source.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    func next() throws(JobProblem) -> Item {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe Item(event)
    }

    private var failure: JobProblem {
        let state = unsafe parser.pointee
        let mark = unsafe Mark(state.problem_mark)
        return unsafe YAMLWords.problem(
            text(state.problem), at: mark, context: text(state.context),
            contextLine: Mark(state.context_mark).line)
    }

    private func text(_ words: UnsafePointer<CChar>?) -> String {
        guard let words = unsafe words else { return "" }
        return unsafe String(cString: words)
    }
}

extension Mark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

extension YAMLEvents.Item {
    @unsafe fileprivate init(_ event: yaml_event_t) {
        mark = unsafe Mark(event.start_mark)
        end = unsafe Mark(event.end_mark)
        switch unsafe event.type {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            self.event = unsafe .scalar(
                SourceValue.Scalar(
                    String(decoding: bytes, as: UTF8.self), style: .init(scalar.style),
                    from: mark, to: end))
            unsafe (anchor, tag) = (Self.text(scalar.anchor), Self.text(scalar.tag))
        case YAML_ALIAS_EVENT:
            self.event = unsafe .alias(Self.text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            self.event = .listStart
            unsafe (anchor, tag) = (Self.text(start.anchor), Self.text(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            self.event = .mapStart
            unsafe (anchor, tag) = (Self.text(start.anchor), Self.text(start.tag))
        case YAML_DOCUMENT_START_EVENT: self.event = .documentStart
        case YAML_STREAM_START_EVENT: self.event = .streamStart
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT, YAML_DOCUMENT_END_EVENT:
            self.event = .end
        default:  // libyaml's numbers; only the end and "no event" behind it are left.
            self.event = .streamEnd
        }
    }

    @unsafe private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let bytes = unsafe bytes else { return nil }
        return unsafe String(cString: bytes)
    }
}

extension SourceValue.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
