/// Suites that every implementation of a port must pass, each taken up by a one-line subclass.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.contract;
