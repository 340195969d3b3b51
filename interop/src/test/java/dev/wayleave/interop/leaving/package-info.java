/// A tailnet leaves a plane at another URL, device by device, while its real clients live on.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.leaving;
