public import SluiceRPC

extension Status {
    private static let errorDetailURL = "type.googleapis.com/" + ErrorDetail.messageName

    /// A status that carries `detail`. A detail that cannot be encoded, because a text holds a NUL,
    /// is left out: the code and the message must arrive in any case.
    public init(_ code: StatusCode, _ message: String, detail: ErrorDetail) {
        self.init(code, message)
        if let value = try? detail.encoded() {
            details.append(Detail(typeURL: Self.errorDetailURL, value: value))
        }
    }

    /// The first detail that says what the error is in the terms of the domain; nil: there is none.
    public var errorDetail: ErrorDetail? {
        for detail in details where detail.typeURL == Self.errorDetailURL {
            // A detail that does not parse tells nothing; the code and the message still hold.
            if let found = try? ErrorDetail(decoding: detail.value) { return found }
        }
        return nil
    }
}
