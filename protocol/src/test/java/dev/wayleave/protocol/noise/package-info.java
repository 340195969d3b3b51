/// Tests of the Noise transport, by vectors, by its two sides against each other, and by damage.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.noise;
