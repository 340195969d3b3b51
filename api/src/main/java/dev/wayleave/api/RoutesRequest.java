package dev.wayleave.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says which routes a node may route.
public record RoutesRequest(@Nullable List<@Nullable String> routes) {}
