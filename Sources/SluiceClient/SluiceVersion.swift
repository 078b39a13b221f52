/// The version of this client.
public enum SluiceVersion {
    public static let current = "0.1.0"
}
