/// The text of policies against the language's first implementation, github.com/tailscale/hujson.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.hujson;
