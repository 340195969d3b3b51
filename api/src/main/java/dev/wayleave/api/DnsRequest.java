package dev.wayleave.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks for other DNS settings, whole; a field that is missing is empty, or off.
///
/// @param etag is not read; it may stay in what was shown and changed
public record DnsRequest(
    @Nullable Boolean magicDns,
    @Nullable String baseDomain,
    @Nullable Boolean overrideLocalDns,
    @Nullable List<@Nullable String> nameservers,
    @Nullable Map<String, @Nullable List<@Nullable String>> splitNameservers,
    @Nullable List<@Nullable String> searchDomains,
    @Nullable List<@Nullable DnsRecord> extraRecords,
    @Nullable String etag) {}
