/// What is asked and answered about the policy: its versions, and what a text would come to.
@org.jspecify.annotations.NullMarked
package dev.wayleave.api.policy;
