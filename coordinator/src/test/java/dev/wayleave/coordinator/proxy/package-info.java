/// Tests of where requests come from.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.proxy;
