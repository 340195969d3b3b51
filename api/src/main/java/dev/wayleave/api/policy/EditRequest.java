package dev.wayleave.api.policy;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// One change of the policy's text, as JSON Patch (RFC 6902) has it.
///
/// @param op `add`, `replace`, `remove` or `rename`
/// @param path a JSON pointer, for example `/acls/-`
/// @param value what is added or put in its place, as JSON
/// @param hujson the same as text, with comments; in the place of `value`
/// @param name the new name of a member that is renamed
public record EditRequest(
    @Nullable String op,
    @Nullable String path,
    @Nullable JsonNode value,
    @Nullable String hujson,
    @Nullable String name) {}
