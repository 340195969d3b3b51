package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.User;

/// A user with what belongs to the user.
///
/// @param nodes devices that the user owns; devices of tags are nobody's
public record Holder(User user, int nodes, int preAuthKeys, int apiKeys) {}
