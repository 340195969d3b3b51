/// The commands about the keys that clients encrypt to: `wayleave noise-keys list|rotate|retire`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.noise;
