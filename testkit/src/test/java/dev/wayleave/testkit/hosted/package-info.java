/// The fake, held against what was recorded of the API.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.hosted;
