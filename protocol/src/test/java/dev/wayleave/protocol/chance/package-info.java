/// Where the chance in this module's tests comes from. `testkit` has more of it, but stands above
/// this module.
@org.jspecify.annotations.NullMarked
package dev.wayleave.protocol.chance;
