/// What nodes ask and tell beside registration, maps and SSH sessions: features, posture
/// attributes, what a person did on the device.
///
/// Every request names a node key, which counts only together with the machine key that Noise has
/// proven.
@NullMarked
package dev.wayleave.coordinator.device;

import org.jspecify.annotations.NullMarked;
