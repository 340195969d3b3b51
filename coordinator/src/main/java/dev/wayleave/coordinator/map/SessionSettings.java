package dev.wayleave.coordinator.map;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What all streams share.
///
/// @param renderer computes and compresses; it takes one task of each stream at a time, and runs no
///   more of them at once than there are processors
/// @param places in which whole maps are made and written
/// @param composer of the newest image
record SessionSettings(
    Supplier<MapComposer> composer,
    Executor renderer,
    InstantSource clock,
    MapLimits limits,
    MapPlaces places,
    MapMetrics metrics) {}
