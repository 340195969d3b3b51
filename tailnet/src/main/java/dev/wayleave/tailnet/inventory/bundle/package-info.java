/// The bundle: a whole reading in one file, versioned, checked and, by default, encrypted.
///
/// ```text
/// wayleave-bundle 1 LF                      magic and format version
/// {"encryption":…} LF                       header: how the payload is protected
/// payload                                   gzip of JSON lines, in sealed chunks when encrypted
///   {"manifest":{…}}                        counts and SHA-256 of every kind
///   {"users":{…}} … {"nodes":{…}} …         one entity a line, under the name of its kind
///   {"leftover":{…}} … {"finding":{…}} …
///   {"end":true}                            tells a whole file from a cut one
/// ```
///
/// Streams are handed in; no file is opened here.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.inventory.bundle;
