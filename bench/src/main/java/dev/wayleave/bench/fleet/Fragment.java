package dev.wayleave.bench.fleet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// What one compressed frame of a map message says, as far as it is counted.
///
/// A message is one text in one frame or several, so a frame may hold the beginning of an object,
/// peers with commas between them, or the end.
final class Fragment {
  private static final JsonFactory JSON = new JsonFactory();

  private boolean replacesPeers;
  private boolean filter;
  private long self;
  private final BitSet peers = new BitSet();
  private final BitSet online = new BitSet();
  private final BitSet offline = new BitSet();
  private final BitSet removed = new BitSet();
  private final List<String> endpoints = new ArrayList<>();

  private Fragment() {}

  /// @param first whether it begins a message
  static Fragment read(byte[] text, boolean first) throws IOException {
    Fragment read = new Fragment();
    String whole = new String(text, StandardCharsets.UTF_8);
    if (first) {
      read.message(whole.endsWith("[") ? whole + "]}" : whole);
    } else if (!whole.equals("]}")) {
      String nodes = whole.startsWith(",") ? whole.substring(1) : whole;
      read.array("[" + nodes + "]");
    }
    return read;
  }

  private void message(String text) throws IOException {
    try (JsonParser in = JSON.createParser(text)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "Peers" -> {
            replacesPeers = true;
            nodes(in);
          }
          case "PeersChanged" -> nodes(in);
          case "PeersChangedPatch" -> patches(in);
          case "PeersRemoved" -> ids(in, removed);
          case "OnlineChange" -> onlineChange(in);
          case "PacketFilter", "PacketFilters" -> {
            filter = true;
            in.skipChildren();
          }
          case "Node" -> self = node(in, new BitSet());
          default -> in.skipChildren();
        }
      }
    }
  }

  private void array(String text) throws IOException {
    try (JsonParser in = JSON.createParser(text)) {
      in.nextToken();
      nodes(in);
    }
  }

  /// Reads an array of nodes, where it is one and not null.
  private void nodes(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() == JsonToken.START_OBJECT) {
        peers.set((int) node(in, online));
      }
    }
  }

  private long node(JsonParser in, BitSet whoIsOnline) throws IOException {
    long id = 0;
    boolean there = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "ID" -> id = in.getLongValue();
        case "Online" -> there = in.getBooleanValue();
        default -> in.skipChildren();
      }
    }
    whoIsOnline.set((int) id, there);
    return id;
  }

  private void patches(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      int id = 0;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
          case "NodeID" -> id = in.getIntValue();
          case "Online" -> (in.getBooleanValue() ? online : offline).set(id);
          case "Endpoints" -> {
            while (in.nextToken() == JsonToken.VALUE_STRING) {
              endpoints.add(in.getText());
            }
          }
          default -> in.skipChildren();
        }
      }
    }
  }

  private static void ids(JsonParser in, BitSet into) throws IOException {
    while (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      into.set(in.getIntValue());
    }
  }

  private void onlineChange(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      int id = Integer.parseInt(in.currentName());
      in.nextToken();
      (in.getBooleanValue() ? online : offline).set(id);
    }
  }

  /// Lets it change what a client knows.
  void apply(BitSet known, BitSet there) {
    if (replacesPeers) {
      known.clear();
      there.clear();
    }
    known.or(peers);
    there.andNot(offline);
    there.or(online);
    known.andNot(removed);
    there.andNot(removed);
  }

  boolean hasFilter() {
    return filter;
  }

  /// Whose message it begins, where that is said; else 0.
  long self() {
    return self;
  }

  boolean names(String endpoint) {
    return endpoints.contains(endpoint);
  }
}
