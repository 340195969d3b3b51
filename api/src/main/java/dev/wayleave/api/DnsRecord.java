package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// A record served beside the nodes' own names.
///
/// @param type `A` or `AAAA`; by the value unless given
public record DnsRecord(@Nullable String name, @Nullable String type, @Nullable String value) {}
