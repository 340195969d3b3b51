package dev.wayleave.api;

/// How much there is of a kind, and its digest.
public record KindView(long count, String sha256) {}
