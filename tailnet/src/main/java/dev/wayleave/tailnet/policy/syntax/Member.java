package dev.wayleave.tailnet.policy.syntax;

/// A name and its value in a JSON object.
public record Member(JsonString name, Json value) {}
