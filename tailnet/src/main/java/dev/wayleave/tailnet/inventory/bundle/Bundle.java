package dev.wayleave.tailnet.inventory.bundle;

import dev.wayleave.tailnet.inventory.Reading;

/// A bundle that was read and found to agree with its manifest.
public record Bundle(Manifest manifest, Reading reading) {}
