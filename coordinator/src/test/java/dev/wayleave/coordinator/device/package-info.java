/// Tests of what nodes ask and tell beside registration and maps.
@NullMarked
package dev.wayleave.coordinator.device;

import org.jspecify.annotations.NullMarked;
