package import SluiceModel

/// The port through which notifications leave. A call does not wait for its effect, and one for a
/// notification that is on its way is ignored; a `DeliveryReport` comes to the inbox that the
/// courier was given.
package protocol Courier: AnyObject {
    func deliver(_ notification: Notification)
}
