package dev.wayleave.interop.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A form of a page, with the fields that have a value already.
///
/// @param fields what is sent unless a person types something else; a box that has to be ticked is
///   ticked, and of the buttons the first is pressed
record HtmlForm(URI page, URI action, Map<String, String> fields) {
  Map<String, String> filled(Map<String, String> typed) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.putAll(typed);
    return all;
  }
}
