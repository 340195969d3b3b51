/// Generated Headscale databases of any size, for measuring.
@org.jspecify.annotations.NullMarked
package dev.wayleave.bench;
