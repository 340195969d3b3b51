/// Generated Headscale databases, policies and crowds of connections, for measuring.
@org.jspecify.annotations.NullMarked
package dev.wayleave.bench;
