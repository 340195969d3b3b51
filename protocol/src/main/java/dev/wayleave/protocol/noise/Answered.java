package dev.wayleave.protocol.noise;

/// What a server has once it answered: the bytes to send first, and the session that follows them.
public record Answered(Response response, Session session) {}
