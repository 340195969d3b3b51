/// People log in at a real identity provider, and go on to be themselves when it is changed.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.identity;
