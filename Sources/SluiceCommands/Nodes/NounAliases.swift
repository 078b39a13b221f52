import ArgumentParser

/// `sluice instance log`: the same as `sluice node log`.
struct InstanceLogVerb: Alias {
    static let configuration = named("log")
    @OptionGroup var act: NodeLogVerb
}

/// `sluice instance attempts`: the same as `sluice node attempts`.
struct InstanceAttemptsVerb: Alias {
    static let configuration = named("attempts")
    @OptionGroup var act: NodeAttemptsVerb
}
