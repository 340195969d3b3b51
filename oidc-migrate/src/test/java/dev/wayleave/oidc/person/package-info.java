/// Files and services as providers have them.
@NullMarked
package dev.wayleave.oidc.person;

import org.jspecify.annotations.NullMarked;
