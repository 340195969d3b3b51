package dev.wayleave.api;

/// A route that a node advertises or may route.
public record RouteView(
    long node, String nodeName, String prefix, boolean advertised, boolean approved) {}
