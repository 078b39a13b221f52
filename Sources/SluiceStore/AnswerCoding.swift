internal import GRDB
internal import SluiceEngine
internal import SluiceModel

extension AnswerRecord {
    /// The answer that a caller was given under a request id, unless it was before `after`.
    static func find(
        _ db: Database, uid: UInt32, requestID: String, after: Int64,
    ) throws -> AnswerRecord? {
        let row = try SQLStatement(
            db,
            """
            SELECT digest, response, time FROM answer
            WHERE uid = ? AND request_id = ? AND time > ?
            """)
        row.bind(Int64(uid))
        row.bind(requestID)
        row.bind(after)
        guard try row.step() else { return nil }
        return AnswerRecord(
            uid: uid, requestID: requestID, digest: UInt64(bitPattern: row.integer()),
            response: row.blob(), time: row.timestamp())
    }
}
