/// Tests of certificates.
@org.jspecify.annotations.NullMarked
package dev.wayleave.coordinator.tls;
