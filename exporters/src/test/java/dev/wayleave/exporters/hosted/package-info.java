@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.hosted;
