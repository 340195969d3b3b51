/// Lines between processes that break when a test wants them to.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.line;
