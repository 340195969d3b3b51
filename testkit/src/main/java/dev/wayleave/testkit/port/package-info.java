/// Ports that processes of a test are told to listen on.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.port;
