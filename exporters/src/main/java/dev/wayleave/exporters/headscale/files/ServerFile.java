package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.model.SecretText;

/// A file of a Headscale server's directory.
///
/// @param path relative to the directory
/// @param content hidden, because some of these are keys
/// @param secret whether only its owner may read it
public record ServerFile(String path, SecretText content, boolean secret) {}
