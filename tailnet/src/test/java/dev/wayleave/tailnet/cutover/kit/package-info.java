/// Tests of what is handed to devices, for the most part by running it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.cutover.kit;
