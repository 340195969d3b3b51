/// Tests of what surrounds the Noise transport.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.control;
