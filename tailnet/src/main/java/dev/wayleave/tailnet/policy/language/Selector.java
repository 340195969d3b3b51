package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.Position;

/// A word in a rule that stands for users, devices or addresses.
public sealed interface Selector {
  /// Where the word stands in the policy's text.
  Position at();

  /// The word as the hosted service writes it.
  String text();

  /// `*`: as a source every device of the tailnet and every approved subnet route, as a destination
  /// any address.
  record Everything(Position at) implements Selector {
    @Override
    public String text() {
      return "*";
    }
  }

  /// A user by login name, for example `alice@example.com`, `alice@github` or `alice@passkey`; in
  /// Headscale also `alice@`.
  record Login(Position at, String text) implements Selector {}

  /// `user:*@example.com`: every user whose login is in a domain of the tailnet.
  record Domain(Position at, String domain) implements Selector {
    @Override
    public String text() {
      return "user:*@" + domain;
    }
  }

  /// `group:NAME`.
  record Group(Position at, String text) implements Selector {}

  /// `tag:NAME`.
  record Tag(Position at, TagName tag) implements Selector {
    @Override
    public String text() {
      return tag.value();
    }
  }

  /// A name from the section `hosts`.
  record Host(Position at, String text) implements Selector {}

  /// A literal address, prefix or range.
  record Address(Position at, String text, AddressRange range) implements Selector {}

  /// `ipset:NAME`.
  record IpSet(Position at, String text) implements Selector {}

  /// `svc:NAME`, a Tailscale Service with an address of its own.
  record Service(Position at, String text) implements Selector {}

  /// `autogroup:NAME`.
  record Auto(Position at, AutoGroup group) implements Selector {
    @Override
    public String text() {
      return group.text();
    }
  }
}
