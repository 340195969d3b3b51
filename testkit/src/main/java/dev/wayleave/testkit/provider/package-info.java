/// An identity provider that does what a test tells it to, right or wrong, where a real one cannot
/// be made to.
@NullMarked
package dev.wayleave.testkit.provider;

import org.jspecify.annotations.NullMarked;
