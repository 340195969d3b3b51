package dev.wayleave.tailnet.model;

/// That a device still talks to another plane, and where its peers here reach it meanwhile.
///
/// @param plane which plane
/// @param homeDerp the DERP region it listens on there; 0 where that is not known
public record Unmoved(String plane, int homeDerp) {
  public Unmoved {
    if (homeDerp < 0) {
      throw new IllegalArgumentException("DERP region " + homeDerp + " is negative");
    }
  }
}
