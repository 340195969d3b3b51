package dev.wayleave.tailnet.policy.language;

/// What a rule lets through: a protocol and ports of it.
public record Allowance(Protocol protocol, PortRange ports) {}
