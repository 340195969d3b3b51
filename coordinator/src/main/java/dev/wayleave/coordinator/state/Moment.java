package dev.wayleave.coordinator.state;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Time and chance as a decision may use them.
public record Moment(Instant now, RandomGenerator random) {}
