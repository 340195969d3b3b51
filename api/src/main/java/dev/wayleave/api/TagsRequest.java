package dev.wayleave.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says which tags own a node.
public record TagsRequest(@Nullable List<@Nullable String> tags) {}
