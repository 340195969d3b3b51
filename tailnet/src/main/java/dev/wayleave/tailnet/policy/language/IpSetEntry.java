package dev.wayleave.tailnet.policy.language;

/// A step in building an IP set: addresses are added or taken away, in order.
public record IpSetEntry(boolean add, Selector selector) {}
