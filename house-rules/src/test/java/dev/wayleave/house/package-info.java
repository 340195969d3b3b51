/// The rules that every module keeps, as tests: which way the arrows point, and what a source file
/// looks like.
@org.jspecify.annotations.NullMarked
package dev.wayleave.house;
