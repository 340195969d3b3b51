/// `wayleave try`: a coordinator as a child process, a sample tailnet in it, and what to do next.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.trial;
