/// What tests of the other modules share; nothing here is shipped.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit;
